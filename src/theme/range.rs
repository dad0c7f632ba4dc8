//! Whether the numbers of a theme make a page.

use super::load::Complaint;
use super::{BlockStyle, NotePlace, NoteRestart, OfficialStyle, PageStyle, Theme};

/// Whether a page can be set by the theme's numbers: layout divides by sizes and pitches, and adds up the rest.
pub(super) fn measurable(theme: &Theme) -> Result<(), Complaint> {
    let within = |what: &str, value: f64, least: f64, most: f64| {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        Err(Complaint(format!("{what} is {value}; it may be {least} to {most}")))
    };
    for (role, style) in &theme.styles {
        let BlockStyle { size, pitch, indent, start, end, before, after, after_title, text, number, .. } = style;
        let of = |key: &str| format!("`styles.{role}.{key}`");
        within(&format!("{}, in points,", of("size")), size.to_pt(), 1.0, 2000.0)?;
        within(&format!("{}, in points,", of("pitch")), pitch.to_pt(), 1.0, 4000.0)?;
        within(&format!("{}, in points,", of("number.size")), number.size.to_pt(), 1.0, 2000.0)?;
        for (key, value) in [("indent", indent.0), ("tracking", text.tracking.0), ("number.gap", number.gap.0)] {
            within(&of(key), value, -100.0, 100.0)?;
        }
        for (key, value) in
            [("start", start.0), ("end", end.0), ("before", *before), ("after", *after), ("after-title", *after_title)]
        {
            within(&of(key), value, 0.0, 100.0)?;
        }
    }
    let PageStyle { trim, margins, .. } = &theme.page;
    for (key, margin) in
        [("head", margins.head), ("foot", margins.foot), ("spine", margins.spine), ("fore-edge", margins.fore_edge)]
    {
        within(&format!("`page.margins.{key}`, in points,"), margin.to_pt(), 0.0, trim.width.min(trim.height).to_pt())?;
    }
    within("`page.columns`", f64::from(theme.page.columns), 1.0, 12.0)?;
    within("`index.columns`", f64::from(theme.index.columns), 1.0, 6.0)?;
    within("`page.column-gap`", theme.page.column_gap.0, 0.0, 100.0)?;
    let area = theme.area();
    if area.right() > trim.width || area.bottom() > trim.height {
        let message = "`page.area` does not fit on `page.trim`: give it fewer characters or lines, or smaller margins";
        return Err(Complaint(message.into()));
    }
    for (key, lines) in [("orphans", theme.page.orphans), ("widows", theme.page.widows)] {
        within(&format!("`page.{key}`"), f64::from(lines), 1.0, 20.0)?;
    }
    let numeral = |pattern: &String| ["{ar}", "{cn}", "{circ}"].iter().any(|sign| pattern.contains(sign));
    if theme.lists.ordered.is_empty() || !theme.lists.ordered.iter().all(numeral) {
        let message = "`lists.ordered` takes patterns with `{ar}`, `{cn}` or `{circ}` where the number stands";
        return Err(Complaint(message.into()));
    }
    if let Some(message) = super::block::complaint(theme) {
        return Err(Complaint(message));
    }
    within("`figures.gap`", theme.figures.gap.0, 0.0, 100.0)?;
    for (key, length) in [("margin-width", theme.notes.margin_width), ("margin-gap", theme.notes.margin_gap)] {
        within(&format!("`notes.{key}`, in points,"), length.to_pt(), 0.0, trim.width.to_pt())?;
    }
    if theme.notes.place == NotePlace::Margin {
        let (notes, room) = (theme.notes.margin_width + theme.notes.margin_gap, trim.width - area.right());
        // Margins that fall on whole characters may be a hair narrower than they were written.
        if notes > room + crate::unit::Length::mm(0.05) {
            let (width, gap) = (theme.notes.margin_width.to_mm(), theme.notes.margin_gap.to_mm());
            let message = format!(
                "`notes.margin-width` of {width:.1} mm and `notes.margin-gap` of {gap:.1} mm do not fit on the fore-edge \
                 margin, which is {:.1} mm wide",
                room.to_mm()
            );
            return Err(Complaint(message));
        }
    }
    endnotes(theme)?;
    within("`inline.code-size`", theme.inline.code_size, 0.1, 10.0)?;
    within("`inline.small-size`", theme.inline.small_size, 0.1, 10.0)?;
    within("`inline.math-size`", theme.inline.math_size, 0.5, 2.0)?;
    within("`cover.colour-to`", theme.cover.colour_to, 0.0, 1.0)?;
    within("`cover.title-at`", theme.cover.title_at, 0.0, 1.0)?;
    within("`contents.depth`", f64::from(theme.contents.depth), 1.0, 6.0)?;
    within("`cover.picture-to`", theme.cover.picture_to, 0.2, 1.0)?;
    let OfficialStyle {
        show: _,
        colour: _,
        issuer_at,
        letter_at,
        rule_gap,
        rule,
        letter_rule,
        letter_foot,
        record_outer,
        record_inner,
    } = &theme.official;
    for (key, length) in [
        ("issuer-at", issuer_at),
        ("letter-at", letter_at),
        ("rule-gap", rule_gap),
        ("rule", rule),
        ("letter-rule", letter_rule),
        ("letter-foot", letter_foot),
        ("record-outer", record_outer),
        ("record-inner", record_inner),
    ] {
        // Only a page that has these parts must have room for them.
        let most = if theme.official.show { trim.height } else { length.abs() };
        within(&format!("`official.{key}`, in points,"), length.to_pt(), 0.0, most.to_pt())?;
    }
    within("`contents.leader`", theme.contents.leader.0, 0.0, 100.0)?;
    within("`notes.rule-length`", theme.notes.rule_length, 0.0, 1.0)?;
    within("`table.gap`", theme.table.gap.0, 0.0, 100.0)?;
    within("`table.row-gap`", theme.table.row_gap.0, 0.0, 100.0)?;
    within("`table.whole`", theme.table.whole, 0.0, 0.9)?;
    within("`table.row-rule`, in points,", theme.table.row_rule.to_pt(), 0.0, 100.0)
}

/// Whether the numbers of notes can be told apart where the notes stand.
fn endnotes(theme: &Theme) -> Result<(), Complaint> {
    let notes = &theme.notes;
    let refuse = |message: &str| Err(Complaint(message.into()));
    match (notes.place, notes.restart) {
        (NotePlace::Chapter, NoteRestart::Page) => {
            refuse("`notes.place = \"chapter\"` takes `notes.restart = \"chapter\"` or `\"book\"`")
        }
        (NotePlace::Book, NoteRestart::Page | NoteRestart::Chapter) => {
            refuse("`notes.place = \"book\"` takes `notes.restart = \"book\"`")
        }
        (NotePlace::Margin, _) if theme.page.columns > 1 => {
            refuse("`notes.place = \"margin\"` is for pages of one column")
        }
        _ => Ok(()),
    }
}
