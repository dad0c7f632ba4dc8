//! Themes as text: one is laid over what it extends, comments kept, and every key is found again in the text it comes
//! from.

use toml_edit::{Document, DocumentMut, Item, Key, TableLike, Value};

use super::ThemeError;
use super::load::BUILT_IN;
use crate::diag::{Lines, Span, nearest};

/// Themes extend themes so many times at most; more is a circle.
const MOST_LAYERS: usize = 16;

/// Gives the text of a theme file by its path, where there is one.
pub(super) type Read<'r> = &'r dyn Fn(&str) -> Option<String>;

/// A theme's text in full, and the texts it was laid together from.
pub(super) struct Layers {
    /// In full.
    pub text: String,
    /// The outermost first.
    texts: Vec<Layer>,
}

/// A theme's own text.
struct Layer {
    /// Its path; empty for a built-in theme and for text without a name.
    file: String,
    text: String,
}

impl Layers {
    /// A theme by name or, where it ends in `.toml`, by path.
    pub fn open(wanted: &str, read: Read) -> Result<Self, ThemeError> {
        let mut texts = Vec::new();
        let whole = gather(layer_of(wanted, read)?, read, &mut texts)?;
        Ok(Self { text: whole.to_string(), texts })
    }

    /// A theme that is text without a name.
    pub fn of_text(text: &str) -> Result<Self, ThemeError> {
        let mut texts = Vec::new();
        let whole = gather(Layer { file: String::new(), text: text.to_owned() }, &|_| None, &mut texts)?;
        Ok(Self { text: whole.to_string(), texts })
    }

    /// Where the key was said that stands at a byte of the whole text.
    pub fn said_at(&self, at: usize) -> Span {
        let mut path = Vec::new();
        if let Ok(whole) = Document::parse(self.text.as_str()) {
            key_at(whole.as_table(), at, &mut path);
        }
        self.said(&path)
    }

    /// Where a key was said: in the outermost text that says it, or says anything of the table it is in.
    pub fn said(&self, path: &[String]) -> Span {
        for length in (1..=path.len()).rev() {
            for layer in self.texts.iter().filter(|layer| !layer.is_built_in()) {
                let Ok(own) = Document::parse(layer.text.as_str()) else { continue };
                if let Some(range) = span_of(own.as_table(), &path[..length]) {
                    return Lines::new(&layer.file, &layer.text).span(range);
                }
            }
        }
        self.texts.first().map(|layer| Span::file(&layer.file)).unwrap_or_default()
    }
}

impl Layer {
    fn is_built_in(&self) -> bool {
        self.file.is_empty() && BUILT_IN.iter().any(|(_, text)| *text == self.text)
    }

    fn error(&self, range: Option<std::ops::Range<usize>>, message: impl Into<String>) -> ThemeError {
        let lines = Lines::new(&self.file, &self.text);
        ThemeError::new(message, range.map_or_else(|| Span::file(&self.file), |range| lines.span(range)))
    }
}

fn layer_of(wanted: &str, read: Read) -> Result<Layer, ThemeError> {
    if wanted.ends_with(".toml") {
        let missing = || ThemeError::new(format!("cannot read theme `{wanted}`"), Span::file(wanted));
        return Ok(Layer { file: wanted.to_owned(), text: read(wanted).ok_or_else(missing)? });
    }
    match BUILT_IN.iter().find(|(known, _)| *known == wanted) {
        Some((_, text)) => Ok(Layer { file: String::new(), text: (*text).to_owned() }),
        None => {
            let names = BUILT_IN.map(|(known, _)| known);
            let near = nearest(wanted, names).unwrap_or(names[0]);
            let message = format!("no theme `{wanted}`; the nearest is `{near}`, and there are {}", names.join(", "));
            Err(ThemeError::new(message, Span::default()))
        }
    }
}

/// A layer laid over what it extends.
fn gather(layer: Layer, read: Read, texts: &mut Vec<Layer>) -> Result<DocumentMut, ThemeError> {
    let own = Document::parse(layer.text.as_str()).map_err(|error| layer.error(error.span(), error.message()))?;
    let extends = own.key("extends").and_then(Key::span);
    if texts.len() >= MOST_LAYERS {
        return Err(layer.error(extends, "too many themes extend one another"));
    }
    let base = match own.get("extends") {
        None if layer.is_built_in() => None,
        None => Some("booklet".to_owned()),
        Some(Item::Value(Value::String(name))) => Some(beside(&layer.file, name.value())),
        Some(other) => return Err(layer.error(other.span(), "`extends` takes a theme's name, or the path of one")),
    };
    let base = match base {
        None => None,
        Some(name) if name == layer.file || !name.is_empty() && texts.iter().any(|below| below.file == name) => {
            return Err(layer.error(extends, format!("themes extend each other in a circle: `{name}` again")));
        }
        Some(name) => Some(layer_of(&name, read).map_err(|error| layer.error(extends, error.to_string()))?),
    };
    let mut own = own.into_mut();
    let about = about(&own);
    own.remove("extends");
    texts.push(layer);
    let Some(base) = base else { return Ok(own) };
    let mut whole = gather(base, read, texts)?;
    lay_over(whole.as_table_mut(), own.as_table());
    if let Some((mut first, _)) = whole.as_table_mut().iter_mut().next() {
        first.leaf_decor_mut().set_prefix(about);
    }
    Ok(whole)
}

/// A path as another theme file names it.
fn beside(file: &str, name: &str) -> String {
    match file.rsplit_once(['/', '\\']) {
        Some((folder, _)) if name.ends_with(".toml") && !name.starts_with('/') => format!("{folder}/{name}"),
        _ => name.to_owned(),
    }
}

/// What a text says of itself as a whole: the remark before its first key.
fn about(text: &DocumentMut) -> String {
    let first = text.iter().next().filter(|(_, item)| item.is_value());
    let prefix = first.and_then(|(key, _)| text.key(key)?.leaf_decor().prefix()?.as_str());
    prefix.unwrap_or_default().to_owned()
}

/// Lays `over` over `base`. Remarks of `base` stay beside their keys where `over` has none of its own; keys that only
/// `over` has come after the others of their table.
fn lay_over(base: &mut dyn TableLike, over: &dyn TableLike) {
    for (name, item) in over.iter() {
        let key = over.key(name);
        if let (Some(inner), Some(over)) = (base.get_mut(name).and_then(Item::as_table_like_mut), item.as_table_like())
        {
            lay_over(inner, over);
            if let (Some(Item::Table(inner)), Item::Table(over)) = (base.get_mut(name), item)
                && remark(over.decor().prefix())
            {
                *inner.decor_mut() = over.decor().clone();
            }
            if let Some(Item::Value(Value::InlineTable(inner))) = base.get_mut(name) {
                inner.fmt();
            }
            continue;
        }
        let mut item = item.clone();
        if let (Item::Value(new), Some(Item::Value(old))) = (&mut item, base.get(name))
            && !remark(new.decor().suffix())
            && let Some(suffix) = old.decor().suffix()
        {
            new.decor_mut().set_suffix(suffix.clone());
        }
        if let Item::Table(table) = &mut item {
            // Where it stood in its own text says nothing here.
            table.set_position(None);
        }
        base.insert(name, item);
        if let (Some(mut kept), Some(key)) = (base.key_mut(name), key)
            && remark(key.leaf_decor().prefix())
        {
            *kept.leaf_decor_mut() = key.leaf_decor().clone();
        }
    }
}

fn remark(decor: Option<&toml_edit::RawString>) -> bool {
    decor.and_then(toml_edit::RawString::as_str).is_some_and(|decor| decor.contains('#'))
}

/// The path of the key that stands at a byte, or whose value does.
fn key_at(table: &dyn TableLike, at: usize, path: &mut Vec<String>) -> bool {
    for (name, item) in table.iter() {
        path.push(name.to_owned());
        let here = |range: Option<std::ops::Range<usize>>| range.is_some_and(|range| range.contains(&at));
        let inside = item.as_table_like().is_some_and(|inner| key_at(inner, at, path));
        if inside || here(table.key(name).and_then(Key::span)) || here(item.span()) {
            return true;
        }
        path.pop();
    }
    false
}

/// Where a key stands.
fn span_of(table: &dyn TableLike, path: &[String]) -> Option<std::ops::Range<usize>> {
    let (name, rest) = path.split_first()?;
    let (key, item) = table.get_key_value(name)?;
    if rest.is_empty() {
        return key.span().or_else(|| item.span());
    }
    span_of(item.as_table_like()?, rest)
}
