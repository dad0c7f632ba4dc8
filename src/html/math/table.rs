//! What stands in rows and columns: matrices, cases, equations below each other, proofs.

use super::{Cx, em};
use crate::html::markup::{Element, element};
use crate::math::node::{AlignType, ParseNode, ProofBranch};

/// An array; `tags` are the numbers of its rows, where they have their own.
pub(super) fn table(array: &ParseNode, cx: Cx, tags: &[Option<String>]) -> Element {
    let ParseNode::Array { body, row_gaps, hlines_before_row, cols, col_separation_type, .. } = array else {
        return element("mrow");
    };
    let kind = col_separation_type.as_deref().unwrap_or_default();
    let columns = body.iter().map(Vec::len).max().unwrap_or_default();
    let equations = matches!(kind, "align" | "alignat" | "gather");
    let written: Vec<&str> = cols
        .iter()
        .flatten()
        .filter(|column| matches!(column.align_type, AlignType::Align))
        .map(|column| side(column.align.as_deref()))
        .collect();
    let aligned: Vec<&str> = (0..columns)
        .map(|at| match kind {
            "align" | "alignat" => ["right", "left"][at % 2],
            _ => written.get(at).copied().unwrap_or("center"),
        })
        .collect();
    let lines: Vec<&str> = (1..columns)
        .map(|column| if separated(cols.as_deref().unwrap_or_default(), column) { "solid" } else { "none" })
        .collect();
    // An empty list of columns is none to checkers.
    let mut made = element("mtable").attr_if("columnalign", (columns > 0).then(|| aligned.join(" ")));
    if equations {
        made = made.attr("displaystyle", "true");
    }
    if matches!(kind, "align" | "alignat") && columns > 1 {
        let gaps: Vec<&str> = (1..columns).map(|at| if at % 2 == 1 { "0em" } else { "1em" }).collect();
        made = made.attr("columnspacing", gaps.join(" "));
    }
    if lines.contains(&"solid") {
        made = made.attr("columnlines", lines.join(" "));
    }
    let ruled = |row: usize| hlines_before_row.get(row).is_some_and(|lines| !lines.is_empty());
    if (1..body.len()).any(ruled) {
        let lines: Vec<&str> = (1..body.len()).map(|row| if ruled(row) { "solid" } else { "none" }).collect();
        made = made.attr("rowlines", lines.join(" "));
    }
    let inner = Cx { display: equations || (cx.display && kind == "CD"), ..cx };
    for (at, row) in body.iter().enumerate() {
        let mut line = element("mtr");
        for (column, cell) in row.iter().enumerate() {
            let mut style = match aligned.get(column) {
                Some(&"center") | None => String::new(),
                Some(side) => format!("text-align: {side};"),
            };
            // Browsers know alignment, rules and gaps by their style only.
            if matches!(kind, "align" | "alignat") {
                style.push_str(if column % 2 == 0 { " padding-right: 0;" } else { " padding-left: 0;" });
            }
            if column > 0 && lines.get(column - 1) == Some(&"solid") {
                style.push_str(" border-left: 0.05em solid;");
            }
            if ruled(at) {
                style.push_str(" border-top: 0.05em solid;");
            }
            if let Some(gap) = at.checked_sub(1).and_then(|before| row_gaps.get(before)?.as_ref()) {
                style.push_str(&format!(" padding-top: {}em;", em(gap).max(0.0)));
            }
            let style = Some(style.trim().to_owned()).filter(|style| !style.is_empty());
            line = line.child(element("mtd").attr_if("style", style).child(inner.one(cell)));
        }
        if !tags.is_empty() {
            for _ in row.len()..columns {
                line = line.child(element("mtd"));
            }
            let tag = tags.get(at).cloned().flatten();
            let cell = element("mtd").attr("style", "padding-left: 2em;");
            line = line.child(match tag {
                Some(tag) => cell.child(element("mtext").text(tag)),
                None => cell,
            });
        }
        made = made.child(line);
    }
    made
}

fn side(align: Option<&str>) -> &'static str {
    match align {
        Some("l") => "left",
        Some("r") => "right",
        _ => "center",
    }
}

/// Whether a rule stands before a column.
fn separated(cols: &[crate::math::node::AlignSpec], column: usize) -> bool {
    let mut seen = 0;
    for one in cols {
        match one.align_type {
            AlignType::Align => seen += 1,
            AlignType::Separator if seen == column => return true,
            AlignType::Separator => {}
        }
    }
    false
}

/// A proof as fractions: what follows below what it follows from.
pub(super) fn proof(tree: &ProofBranch, cx: Cx) -> Element {
    let conclusion = cx.row(&tree.conclusion);
    if tree.premises.is_empty() {
        return conclusion;
    }
    let mut premises = element("mrow");
    for (at, premise) in tree.premises.iter().enumerate() {
        if at > 0 {
            premises = premises.child(super::space(2.0));
        }
        premises = premises.child(proof(premise, cx));
    }
    let label = |label: &Option<Vec<ParseNode>>| label.as_deref().map(|label| cx.row(label));
    let step = element("mfrac").child(premises).child(conclusion);
    element("mrow").child_if(label(&tree.left_label)).child(step).child_if(label(&tree.right_label))
}
