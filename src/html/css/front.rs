//! The rules for cover, title page, contents and colophon, and for the parts of an official document.

use super::{Css, weight};
use crate::html::official;
use crate::model::{Role, Weight};
use crate::theme::Alignment;

impl Css<'_> {
    pub(super) fn front(&mut self) {
        self.lines(
            "body.cover { margin: 0; padding: 0; text-align: center; }\nbody.cover section { margin: 0; }\n\
             body.cover img { max-width: 100%; max-height: 100vh; width: auto; height: auto; }\n\
             section.title-page { margin-top: 20%; }\nsection.title-page p { text-indent: 0; text-align: left; margin: 0.4em 0; }\n\
             section.title-page p.subtitle { font-size: 1.2em; margin: 0.6em 0 2em; }\n\
             section.title-page p.publisher { margin-top: 4em; }\n",
        );
        self.lines(
            "section.imprint p { text-indent: 0; text-align: left; }\nsection.imprint p.apart { margin-top: 1.2em; }\n",
        );
        self.block("section.imprint", Role::Colophon);
        if self.theme.official.show {
            self.official();
        }
        let title = self.theme.style(Role::TitlePageTitle);
        let rule = self.style(".title-page-title", title);
        self.rule(".title-page-title", rule);
        let text = self.theme.style(Role::TitlePageText);
        self.face("section.title-page p", text.text.face);
        if text.align == Alignment::Centre {
            self.lines("section.title-page p { text-align: center; }\n");
        }
        let title = self.theme.style(Role::ContentsTitle);
        let mut rule = self.style(".contents-title", title);
        rule.push(("margin", self.margin(title, f64::from(title.sink) * 0.75, title.after.max(1.0))));
        self.rule(".contents-title", rule);
        self.lines("nav ol { list-style: none; margin: 0; padding: 0; }\nnav ol ol { padding-left: 2em; }\nnav li { margin: 0.35em 0; text-indent: 0; }\nnav a { text-decoration: none; }\nnav.landmarks { display: none; }\n");
        for (level, selector) in [(1, "nav.contents > ol > li > a"), (2, "nav.contents ol ol a")] {
            let style = self.theme.style(Role::ContentsEntry(level));
            self.face(selector, style.text.face);
            if style.text.weight == Weight::Bold {
                self.rule(selector, vec![("font-weight", weight(style.text.weight))]);
            }
        }
    }

    fn official(&mut self) {
        self.lines(official::CSS);
        let style = self.theme;
        for (selector, role) in [
            ("p.official-mark, section.appendix > .chapter-title > .number", Role::OfficialMark),
            ("section.title-page p.issuer", Role::OfficialIssuer),
            ("section.title-page p.number, p.addressees, p.attached, p.attendance, p.sign, p.note", Role::OfficialText),
            ("div.record", Role::OfficialRecord),
        ] {
            let text = style.style(role).text;
            self.face(selector, text.face);
            self.rule(selector, vec![("font-weight", weight(text.weight))]);
        }
        if let Some(colour) = self.colour(style.official.colour, false) {
            self.rule("section.title-page p.issuer", vec![("color", colour.clone())]);
            self.rule("section.title-page hr.red", vec![("border-color", colour)]);
        }
    }
}
