//! Pandoc's attributes: `[id, classes, [[key, value]]]`.

use serde_json::Value;

use crate::model::Label;
use crate::read::term::Marks;

/// Attributes of a block or inline.
pub(super) struct Attr<'v> {
    pub id: &'v str,
    pub classes: Vec<&'v str>,
    pub pairs: Vec<(&'v str, &'v str)>,
}

impl<'v> Attr<'v> {
    pub(super) fn of(value: &'v Value) -> Self {
        let array = |value: &'v Value| value.as_array().into_iter().flatten();
        Self {
            id: super::text(&value[0]),
            classes: array(&value[1]).filter_map(Value::as_str).collect(),
            pairs: array(&value[2]).filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?))).collect(),
        }
    }

    pub(super) fn is(&self, class: &str) -> bool {
        self.classes.contains(&class)
    }

    pub(super) fn get(&self, key: &str) -> Option<&'v str> {
        self.pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    pub(super) fn label(&self) -> Option<Label> {
        super::label(self.id)
    }
}

impl Marks for Attr<'_> {
    fn value(&self, key: &str) -> Option<&str> {
        self.get(key)
    }

    fn has(&self, class: &str) -> bool {
        self.is(class)
    }
}
