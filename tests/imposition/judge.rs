//! One judge for each kind of case.

use keben::impose::{
    self, Blanks, Creep, Face, Last, Mode, Nest, Order, Panel, Scheme, Sections, Side, Steps, Stock, Tray,
};
use keben::unit::{Length, Size};
use serde_json::{Value, json};

/// How far a length may be off, in millimetres: the cases are written with four decimals.
const TOLERANCE: f64 = 0.001;

fn text<'c>(case: &'c Value, key: &str) -> Result<&'c str, String> {
    case[key].as_str().ok_or_else(|| format!("no `{key}`"))
}

fn count(case: &Value, key: &str) -> Result<usize, String> {
    let number = case[key].as_u64().ok_or_else(|| format!("no `{key}`"))?;
    usize::try_from(number).map_err(|error| error.to_string())
}

fn mm(case: &Value, key: &str) -> Result<Length, String> {
    case[key].as_f64().map(Length::mm).ok_or_else(|| format!("no `{key}`"))
}

fn same(what: &str, ours: &Value, wanted: &Value) -> Result<(), String> {
    if ours == wanted { Ok(()) } else { Err(format!("{what}: {ours}, not {wanted}")) }
}

/// Compares numbers, lists and tables, lengths within the tolerance.
fn near(what: &str, ours: &Value, wanted: &Value) -> Result<(), String> {
    match (ours, wanted) {
        (Value::Number(one), Value::Number(two)) => {
            let off = one.as_f64().unwrap_or(f64::NAN) - two.as_f64().unwrap_or(f64::NAN);
            if off.abs() <= TOLERANCE { Ok(()) } else { Err(format!("{what}: {one}, not {two}")) }
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            one.iter().zip(two).try_for_each(|(one, two)| near(what, one, two))
        }
        (Value::Object(one), Value::Object(two)) if one.len() == two.len() => {
            one.iter().try_for_each(|(key, value)| near(&format!("{what}, {key}"), value, &two[key]))
        }
        _ => same(what, ours, wanted),
    }
}

fn binding(input: &Value) -> Result<Side, String> {
    match text(input, "binding")? {
        "left" => Ok(Side::Left),
        "right" => Ok(Side::Right),
        other => Err(format!("binding `{other}`")),
    }
}

fn bound(order: Order, input: &Value) -> Result<Order, String> {
    let order = order.bound(binding(input)?);
    match input["flip"].as_str() {
        None | Some("vertical-axis") => Ok(order),
        Some("horizontal-axis") => Ok(order.tumbled()),
        Some(other) => Err(format!("flip `{other}`")),
    }
}

fn pages(face: &Face) -> Value {
    json!(
        face.iter().map(|row| row.iter().map(|cell| cell.page.map(|page| page + 1)).collect()).collect::<Vec<Vec<_>>>()
    )
}

fn turns(face: &Face) -> Value {
    let turn = |turned: bool| if turned { 180 } else { 0 };
    json!(face.iter().map(|row| row.iter().map(|cell| turn(cell.turned)).collect()).collect::<Vec<Vec<_>>>())
}

/// Compares the sheets, and what is said of the whole.
fn compare(order: &Order, pages_given: usize, expect: &Value) -> Result<(), String> {
    same("rows", &json!(order.rows), &expect["rows"])?;
    same("columns", &json!(order.columns), &expect["cols"])?;
    same("pages with blanks", &json!(order.total), &expect["padded_pages"])?;
    same("blanks", &json!(order.total - pages_given), &expect["blanks_added"])?;
    if !expect["sections"].is_null() {
        same("sections", &json!(order.sections), &expect["sections"])?;
    }
    same("sheets", &json!(order.sheets.len()), &expect["press_sheets"])?;
    let sheets = expect["sheets"].as_array().ok_or("no `sheets`")?;
    let mut before = None;
    for (ours, wanted) in order.sheets.iter().zip(sheets) {
        let nth = if before.is_some_and(|(section, _)| section == ours.section) {
            before.map_or(1, |(_, nth)| nth + 1)
        } else {
            1
        };
        before = Some((ours.section, nth));
        same("section", &json!(ours.section + 1), &wanted["section"])?;
        same("sheet of the section", &json!(nth), &wanted["sheet"])?;
        for (face, name) in [(&ours.front, "front"), (&ours.back, "back")] {
            let what = format!("{name} of sheet {} of section {}", wanted["sheet"], wanted["section"]);
            same(&what, &pages(face), &wanted[name])?;
            same(&format!("turns of {what}"), &turns(face), &wanted[format!("{name}_rot")])?;
        }
    }
    Ok(())
}

pub fn order(case: &Value) -> Result<(), String> {
    let input = &case["input"];
    let given = count(input, "pages")?;
    let scheme: Scheme = text(input, "scheme")?.parse()?;
    let sections = Sections {
        sheets: if input["sheets_per_section"].is_null() { None } else { Some(count(input, "sheets_per_section")?) },
        last: match (input["short_last"].as_bool(), input["balanced"].as_bool()) {
            (_, Some(true)) => Last::Balanced,
            (Some(false), _) => Last::Full,
            _ => Last::Short,
        },
        nest: if text(input, "nest")? == "together" { Nest::Together } else { Nest::Insert },
    };
    let blanks = Blanks { first: text(input, "blanks")? == "start", keep_last: count(input, "keep_last")? };
    compare(&bound(Order::folded(given, scheme, sections, blanks), input)?, given, &case["expect"])
}

pub fn cut(case: &Value) -> Result<(), String> {
    let input = &case["input"];
    same("scheme", &input["scheme"], &json!("cut-folio"))?;
    let given = count(input, "pages")?;
    let stacked = match text(input, "mode")? {
        "stack" => true,
        "nest" => false,
        other => return Err(format!("mode `{other}`")),
    };
    let order = Order::cut(given, count(input, "strips")?, stacked, Blanks::default());
    compare(&bound(order, input)?, given, &case["expect"])
}

pub fn zine(case: &Value) -> Result<(), String> {
    let (input, expect) = (&case["input"], &case["expect"]);
    let order = bound(Order::zine(count(input, "pages")?, Blanks::default()), input)?;
    let [sheet] = &order.sheets[..] else { return Err(format!("{} sheets", order.sheets.len())) };
    same("rows", &json!(order.rows), &expect["rows"])?;
    same("columns", &json!(order.columns), &expect["cols"])?;
    same("front", &pages(&sheet.front), &expect["front"])?;
    same("turns", &turns(&sheet.front), &expect["front_rot"])?;
    if sheet.back.is_empty() { Ok(()) } else { Err("the back is printed".into()) }
}

pub fn creep(case: &Value) -> Result<(), String> {
    let (input, expect) = (&case["input"], &case["expect_first_section"]);
    let sheets = if input["sheets_per_section"].is_null() { None } else { Some(count(input, "sheets_per_section")?) };
    let sections = Sections { sheets, ..Sections::default() };
    let order = Order::folded(count(input, "pages")?, Scheme::FOLIO, sections, Blanks::default());
    let pages = order.sections[0] * Scheme::FOLIO.pages();
    let mode = match text(input, "mode")? {
        "in" => Mode::In,
        "out" => Mode::Out,
        "split" => Mode::Split,
        other => return Err(format!("mode `{other}`")),
    };
    let factor = input["factor"].as_f64().ok_or("no `factor`")?;
    let creep = Creep { caliper: mm(input, "caliper_mm")?, factor, mode };
    let shifts: Vec<Length> = (0..pages).map(|page| creep.shift(page, pages)).collect();
    let range = shifts.iter().max().zip(shifts.iter().min()).map(|(most, least)| *most - *least);
    same("pages of the section", &json!(pages), &expect["padded"])?;
    same("depth", &json!(pages / 4 - 1), &expect["depth_max"])?;
    near("total", &json!(range.unwrap_or_default().to_mm()), &expect["total_creep_mm"])?;
    let shifts: Vec<f64> = shifts.into_iter().map(Length::to_mm).collect();
    near("shifts", &json!(shifts), &expect["shift_toward_spine_mm"])
}

pub fn spine(case: &Value) -> Result<(), String> {
    let (input, expect) = (&case["input"], &case["expect"]);
    let stock = |stock: &Value| Ok(Stock { pages: count(stock, "pages")?, caliper: mm(stock, "caliper_mm")? });
    let stocks =
        input["stocks"].as_array().ok_or("no `stocks`")?.iter().map(stock).collect::<Result<Vec<_>, String>>()?;
    let spine = impose::spine(&stocks, mm(input, "cover_caliper_mm")?, mm(input, "glue_mm")?);
    near("spine", &json!(spine.to_mm()), &expect["spine_mm"])?;
    let side = |at: usize| input["trim_mm"][at].as_f64().map(Length::mm).ok_or("no `trim_mm`");
    let trim = Size::new(side(0)?, side(1)?);
    let cover = impose::cover(trim, spine, mm(input, "flap_mm")?, mm(input, "bleed_mm")?, binding(input)?);
    let name = |panel: Panel| match panel {
        Panel::BackFlap => "back-flap",
        Panel::Back => "back",
        Panel::Spine => "spine",
        Panel::Front => "front",
        Panel::FrontFlap => "front-flap",
    };
    let panels: Vec<Value> = cover
        .panels
        .iter()
        .map(|&(panel, at, width)| json!({ "name": name(panel), "x": at.to_mm(), "width": width.to_mm() }))
        .collect();
    let folds: Vec<f64> = cover.folds.iter().map(|fold| fold.to_mm()).collect();
    let trim = [cover.trim.at.x, cover.trim.at.y, cover.trim.right(), cover.trim.bottom()].map(Length::to_mm);
    let ours = json!({
        "media": [cover.media.width.to_mm(), cover.media.height.to_mm()],
        "trim_box": trim,
        "panels_left_to_right": panels,
        "fold_marks_x": folds,
    });
    near("cover", &ours, &expect["cover"])
}

pub fn collation(case: &Value) -> Result<(), String> {
    let input = &case["input"];
    let steps = Steps {
        mark: mm(input, "mark_height_mm")?,
        head: mm(input, "head_mm")?,
        foot: mm(input, "foot_mm")?,
        height: mm(input, "trim_height_mm")?,
    };
    let place = |section: usize| {
        let (y, column) = steps.place(section);
        json!({ "section": section + 1, "y_from_head_mm": y.to_mm(), "column": column })
    };
    let ours: Vec<Value> = (0..count(input, "sections")?).map(place).collect();
    near("steps", &json!(ours), &case["expect"])
}

pub fn manual_duplex(case: &Value) -> Result<(), String> {
    let (input, expect) = (&case["input"], &case["expect"]);
    let tray = match text(input, "output_tray")? {
        "face-down" => Tray::FaceDown,
        "face-up" => Tray::FaceUp,
        other => return Err(format!("tray `{other}`")),
    };
    let sheets = count(input, "press_sheets")?;
    let numbers = |list: Vec<usize>| json!(list.into_iter().map(|at| at + 1).collect::<Vec<_>>());
    same("fronts", &numbers((0..sheets).collect()), &expect["pass1_fronts"])?;
    same("backs", &numbers(impose::backs(sheets, tray)), &expect["pass2_backs"])
}

pub fn reader_spreads(case: &Value) -> Result<(), String> {
    let input = &case["input"];
    let order = bound(Order::spreads(count(input, "pages")?), input)?;
    let spread =
        |face: &Face| face.iter().flatten().filter_map(|cell| cell.page).map(|page| page + 1).collect::<Vec<_>>();
    let ours: Vec<Vec<usize>> = order.sheets.iter().map(|sheet| spread(&sheet.front)).collect();
    same("spreads", &json!(ours), &case["expect"])
}
