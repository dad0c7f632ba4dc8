//! A paragraph as JSON, in the schema of the golden cases (`keben-cjk-golden-1`): for `keben dump lines` and the tests.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Sample;
use crate::model::{Inline, Lang, Link};
use crate::theme::{
    Adjacent, Alignment, Autospace, Breaker, Hanging, Hyphenate, Kinsoku, LineEnd, LineStart, Setting, WordBreak,
};
use crate::unit::Em;

/// The widest measure anybody asks for, in em.
const WIDEST: f64 = 10_000.0;

/// A case. What it expects is nobody's business here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its language, a BCP 47 tag.
    pub lang: String,
    /// The text.
    #[serde(default)]
    pub text: String,
    /// Width of the lines in em; one endless line without.
    pub measure_em: Option<f64>,
    /// How it is composed.
    #[serde(default)]
    pub options: CaseOptions,
    /// The same text in styled pieces.
    #[serde(default)]
    pub runs: Vec<CaseRun>,
    #[serde(default, rename = "id")]
    _id: Option<String>,
    #[serde(default, rename = "req")]
    _req: Option<String>,
    #[serde(default, rename = "kind")]
    _kind: Option<String>,
    #[serde(default, rename = "source")]
    _source: Option<String>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
    #[serde(default, rename = "expect")]
    _expect: Option<IgnoredAny>,
}

/// A styled piece of a case's text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRun {
    /// Its characters.
    pub t: String,
    /// Its style: strong, emphasis, em, code, quote, ref, link.
    pub style: Option<String>,
    /// Its size against the text's.
    pub size: Option<f64>,
}

/// A case's options; what is not said is the golden cases' default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseOptions {
    /// Level of prohibition.
    pub level: Option<Kinsoku>,
    /// Hanging marks.
    pub hanging: Option<Hanging>,
    /// The blank at a line's start.
    pub line_start: Option<LineStart>,
    /// The blank at a line's end.
    pub line_end: Option<LineEnd>,
    /// Marks that meet.
    pub adjacent: Option<Adjacent>,
    /// Space between Han and Western text.
    pub autospace: Option<Autospace>,
    /// How the lines lie; justified where there is a measure.
    pub align: Option<Alignment>,
    /// Indent of the first line in em.
    pub indent: Option<f64>,
    /// How breaks are chosen.
    pub breaker: Option<Breaker>,
    /// Characters a last line has at least.
    pub orphan_min: Option<u8>,
    /// Whether lines may be tightened: on, off.
    pub shrink: Option<Switch>,
    /// Whether numbers keep their counters; no.
    pub keep_counter: Option<bool>,
    /// Whether words are hyphenated; no.
    pub hyphenate: Option<bool>,
    /// Where Korean breaks.
    pub word_break: Option<WordBreak>,
    /// 稿纸.
    pub grid: Option<bool>,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

impl Case {
    /// The case as a paragraph to compose; with `styled`, as its pieces.
    ///
    /// # Errors
    /// When its language is none, its measure or indent make no sense, a style is unknown, or the pieces are not the text.
    ///
    /// ```
    /// use keben::layout::Case;
    /// let case: Case = serde_json::from_str(r#"{"lang": "zh-Hans", "text": "甲，乙", "measure_em": 5}"#).unwrap();
    /// assert!(case.sample(false).is_ok());
    /// ```
    pub fn sample(&self, styled: bool) -> Result<Sample, String> {
        let CaseOptions { align, indent, .. } = self.options;
        let measure = self.measure_em.unwrap_or(1.0);
        if !(measure > 0.0 && measure <= WIDEST) {
            return Err(format!("a measure of {measure} em; it may be more than 0 and at most {WIDEST}"));
        }
        let indent = indent.unwrap_or(0.0);
        if !(indent >= 0.0 && self.measure_em.is_none_or(|measure| indent < measure)) {
            return Err(format!("an indent of {indent} em; it may be 0 or more, and less than the measure"));
        }
        let lang: Lang = self.lang.parse().map_err(|_| format!("`{}` is no language tag", self.lang))?;
        let default = if self.measure_em.is_none() { Alignment::Start } else { Alignment::Justify };
        Ok(Sample {
            content: self.content(styled)?,
            lang,
            measure: self.measure_em.map(Em),
            indent: Em(indent),
            align: align.unwrap_or(default),
            setting: self.setting(),
        })
    }

    fn setting(&self) -> Setting {
        let CaseOptions {
            level,
            hanging,
            line_start,
            line_end,
            adjacent,
            autospace,
            align: _,
            indent: _,
            breaker,
            orphan_min,
            shrink,
            keep_counter,
            hyphenate,
            word_break,
            grid,
        } = self.options;
        Setting {
            kinsoku: level.unwrap_or_default(),
            hanging: hanging.unwrap_or_default(),
            line_start: line_start.unwrap_or_default(),
            line_end: line_end.unwrap_or_default(),
            adjacent: adjacent.unwrap_or_default(),
            autospace: autospace.unwrap_or_default(),
            breaker: breaker.unwrap_or_default(),
            orphan_min: orphan_min.unwrap_or(2),
            shrink: shrink != Some(Switch::Off),
            keep_counter: keep_counter.unwrap_or(false),
            hyphenate: if hyphenate == Some(true) { Hyphenate::Always } else { Hyphenate::Never },
            word_break: word_break.unwrap_or_default(),
            grid: grid.unwrap_or(false),
        }
    }

    fn content(&self, styled: bool) -> Result<Vec<Inline>, String> {
        if !styled || self.runs.is_empty() {
            return Ok(vec![Inline::text(self.text.clone())]);
        }
        let whole: String = self.runs.iter().map(|run| run.t.as_str()).collect();
        if whole != self.text {
            return Err(format!("the runs say `{whole}`, the text says `{}`", self.text));
        }
        let mut content = Vec::new();
        for run in &self.runs {
            let inline = run.inline()?;
            content.push(if run.size.is_some() { Inline::Small(vec![inline]) } else { inline });
        }
        Ok(content)
    }
}

impl CaseRun {
    fn inline(&self) -> Result<Inline, String> {
        let text = Inline::text(self.t.clone());
        Ok(match self.style.as_deref() {
            // Quotations are characters to the compositor.
            None | Some("quote") => text,
            // 着重.
            Some("strong" | "emphasis") => Inline::Strong(vec![text]),
            Some("em") => Inline::Emphasis(vec![text]),
            Some("code") => Inline::Code(self.t.clone()),
            Some("ref" | "link") => Inline::Link(Link { url: "#".into(), content: vec![text], ..Link::default() }),
            Some(other) => return Err(format!("no style `{other}`")),
        })
    }
}
