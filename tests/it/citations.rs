//! Citations and the list of references: how Markdown and Pandoc write them, what styles make of them, what is said of
//! bibliographies that are not whole, and how they look in each output.

use std::fmt::Write;

use keben::diag::{Diagnostic, Sink};
use keben::model::{Block, CiteForm, DivisionKind, Inline, NodeId, walk};
use keben::publish;
use keben::resolve::{self, Edition};
use keben::source::Memory;

use crate::common;

const BIB: &str = include_str!("resolve/citations.bib");

/// The edition of one Markdown text with [`BIB`] beside it, and what was said.
fn edition_of(front: &str, text: &str) -> (Edition, Vec<Diagnostic>) {
    let markdown = format!("---\ntitle: 题\nbibliography: refs.bib\n{front}\n---\n\n{text}\n");
    with(Memory::new().with("t.md", markdown).with("refs.bib", BIB))
}

fn with(source: Memory) -> (Edition, Vec<Diagnostic>) {
    let sink = Sink::new();
    let edition = publish::edition(&common::job("t.md", "booklet"), &source, &sink).expect("there is a text");
    (edition, sink.take())
}

/// What each citation prints, in order, with a mark around what is raised.
fn printed(edition: &Edition) -> Vec<String> {
    let mut list = Vec::new();
    walk::book(&edition.book, &mut |node| {
        let id = match node {
            walk::Node::Inline(Inline::Cite(cite)) => cite.id,
            walk::Node::Inline(Inline::CrossRef(reference)) => reference.id,
            walk::Node::Division(_) | walk::Node::Block(_) | walk::Node::Inline(_) => return,
        };
        list.extend(edition.citation(id).map(shown));
    });
    list
}

fn shown(list: &[Inline]) -> String {
    let raise = |inline: &Inline| match inline {
        Inline::Superscript(content) => format!("^{}^", walk::plain(content)),
        other => walk::plain(std::slice::from_ref(other)),
    };
    list.iter().map(raise).collect::<String>().replace('\u{2060}', "")
}

fn listed(edition: &Edition) -> Vec<String> {
    let text = |work: &resolve::Reference| format!("{} {}", walk::plain(&work.label), walk::plain(&work.content));
    edition.references().iter().map(text).map(|text| text.trim().to_owned()).collect()
}

fn codes(said: &[Diagnostic]) -> Vec<&'static str> {
    said.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_chinese_book_is_cited_after_gb_t_7714() {
    let text = "鲁迅[@luxun1981]，汉语史[@wang2010, 第33页]。见 [@knuth1984; @tanenbaum2022; @shannon1948]，\
        @shannon1948 says [参见 @luxun1981, p. 45-47]，@wang2010 与 @zhang2008 说。";
    let (edition, said) = edition_of("", text);
    assert_eq!(codes(&said), [""; 0]);
    assert_eq!(
        printed(&edition),
        ["^[1]^", "^[2]33^", "^[3–5]^", "Shannon^[5]^", "参见^[1]45-47^", "王力等^[2]^", "张志祥^[6]^"]
    );
    // 等 or et al by the work; ordinals and marks as the standard has them.
    assert_eq!(
        listed(&edition),
        [
            "[1] 鲁迅. 鲁迅全集: 卷 1[M]. 北京: 人民文学出版社, 1981.",
            "[2] 王力, 李荣, 朱德熙, 等. 汉语史稿[M]. 2 版. 北京: 中华书局, 2010.",
            "[3] KNUTH D E. The TeXbook[M]. Reading, Mass.: Addison-Wesley, 1984.",
            "[4] TANENBAUM A S, VAN STEEN M, BOS H, et al. Modern Operating Systems[M]. 5th ed. Harlow: Pearson, 2022.",
            "[5] SHANNON C E. A Mathematical Theory of Communication[J/OL]. Bell System Technical Journal, 1948, 27(3): \
             379-423. DOI:10.1002/j.1538-7305.1948.tb01338.x.",
            "[6] 张志祥. 间断动力系统的随机扰动及其应用[D]. 北京: 北京大学, 1998.",
        ]
    );
    let last = edition.book.back.last().expect("a division was added");
    assert_eq!(
        (last.kind, walk::plain(&last.title.as_ref().expect("it is titled").content)),
        (DivisionKind::Bibliography, "参考文献".into())
    );
    assert_eq!(edition.toc().last().map(|entry| entry.text.as_str()), Some("参考文献"));
}

#[test]
fn every_mark_of_the_standard_is_given() {
    let (edition, _) = edition_of("nocite: '@*'", "文。");
    let marks: Vec<String> = listed(&edition)
        .iter()
        .filter_map(|work| Some(work.split_once(']')?.1.rsplit_once('[').map(|_| work)?.to_owned()))
        .filter_map(|work| {
            ["[M]", "[J/OL]", "[D]", "[EB/OL]", "[S]", "[P]", "[C]", "[N]", "[R]", "[DS/OL]"]
                .iter()
                .find(|mark| work.contains(**mark))
                .map(|mark| (*mark).to_owned())
        })
        .collect();
    assert_eq!(marks.join(" "), "[M] [M] [M] [M] [J/OL] [D] [EB/OL] [S] [P] [C] [N] [R] [DS/OL]");
}

#[test]
fn a_style_by_name_is_obeyed() {
    let text =
        "[@luxun1981]；[@knuth1984, p. 33]；[-@knuth1984]；@tanenbaum2022 [chap. 3]；[see @shannon1948, emphasis mine]";
    let (edition, said) = edition_of("csl: apa\nlang: en", text);
    assert_eq!(codes(&said), [""; 0]);
    assert_eq!(
        printed(&edition),
        [
            "(鲁迅, 1981)",
            "(Knuth, 1984, p. 33)",
            "(1984)",
            "Tanenbaum et al. (2022, Chapter 3)",
            "(see Shannon, 1948, emphasis mine)"
        ]
    );
    assert!(listed(&edition).iter().any(|work| work.starts_with("Knuth, D. E. (1984). The TeXbook. Addison-Wesley")));
    let (edition, said) = edition_of("csl: gb-7714-2015-author-dat", "[@luxun1981]");
    assert_eq!((codes(&said), printed(&edition)), (vec!["citation-style"], vec!["^[1]^".into()]));
    assert!(said[0].help.as_deref().is_some_and(|help| help.contains("`gb-7714-2015-author-date`")));
}

#[test]
fn a_label_wins_over_a_work_and_both_are_sought() {
    let text = "# 节 {#knuth1984}\n\n见[@knuth1984]，[@luxun1981; @knuth1984]，[@luxum1981]，[见 @nobody]。";
    let (edition, said) = edition_of("", text);
    assert_eq!(codes(&said), ["label-and-work", "label-and-work", "no-work", "no-work"]);
    assert!(said[2].help.as_deref().is_some_and(|help| help.contains("`luxun1981`")), "{said:?}");
    // Without another name near, it is a work that is missing, and a label only where its name is near.
    let (_, said) = edition_of("", "# 节 {#sec-one}\n\n[@missing]。\n\n[@sec-ona]。");
    assert_eq!(codes(&said), ["no-work", "no-label"]);
    assert!(said.iter().all(|finding| finding.span.line > 0 && finding.help.is_some()));
    // Nothing is lost: what cannot be resolved is printed as it was written.
    assert_eq!(printed(&edition), ["^[1]^", "[@nobody]"]);
}

#[test]
fn without_a_bibliography_at_signs_are_text() {
    let markdown = "在 @Override 注解与 [看 @他] 之间，[@fig]。";
    let (edition, said) = with(Memory::new().with("t.md", markdown));
    let mut cites = 0;
    walk::book(&edition.book, &mut |node| cites += usize::from(matches!(node, walk::Node::Inline(Inline::Cite(_)))));
    assert_eq!((cites, codes(&said), edition.references().len()), (0, vec!["no-label"], 0));
    // An address is none either, nor is a name that nothing has.
    let (edition, said) = edition_of("", "写信给a@example.org或@所有人，@media。[@luxun1981]");
    assert_eq!((codes(&said), printed(&edition)), (vec!["no-work"], vec!["@media".into(), "^[1]^".into()]));
}

#[test]
fn the_list_stands_where_its_author_wants() {
    let heads = "文[@luxun1981]。\n\n# 参考文献\n\n说明。\n\n# 附记\n\n完。";
    let (edition, _) = edition_of("", heads);
    let blocks = &edition.book.body[0].blocks;
    let at = blocks.iter().position(|block| matches!(block, Block::References(_)));
    assert_eq!((at, edition.book.back.len()), (Some(3), 0));
}

#[test]
fn works_come_in_three_notations() {
    let yaml = "net:\n  type: web\n  title: 网页\n  author: 张三\n  date: 2020-05-03\n  url: {value: 'https://example.org/a', date: 2021-01-02}\n\
                art:\n  type: article\n  title: On Things\n  author: [\"Doe, Jane\"]\n  date: 2001\n  page-range: 3-9\n  parent: {type: periodical, title: Journal of Things, volume: 4, issue: 2}\n";
    let json = r#"[{"id":"std","type":"standard","title":"出版物上数字用法","number":"GB/T 15835—2011","publisher":"中国标准出版社","publisher-place":"北京","issued":{"date-parts":[[2011]]},"author":[{"literal":"国家语委"}],"keyword":["一"]},
        {"id":7,"type":"book","title":"Title","author":[{"family":"Berg","given":"Anna","non-dropping-particle":"van den"}],"issued":{"date-parts":[[1999],[2001]]},"publisher":"P"}]"#;
    let markdown = "---\ntitle: 题\nbibliography: [a.yaml, b.json]\n---\n\n[@net; @art; @std; @7]\n";
    let (edition, said) = with(Memory::new().with("t.md", markdown).with("a.yaml", yaml).with("b.json", json));
    assert_eq!(codes(&said), [""; 0]);
    assert_eq!(
        listed(&edition),
        [
            "[1] 张三. 网页[EB/OL]. (2020-05-03)[2021-01-02]. https://example.org/a.",
            "[2] DOE J. On Things[J]. Journal of Things, 2001, 4(2): 3-9.",
            "[3] 国家语委. 出版物上数字用法: GB/T 15835—2011[S]. 北京: 中国标准出版社, 2011.",
            "[4] VAN DEN BERG A. Title[M]. P, 1999.",
        ]
    );
}

#[test]
fn a_broken_bibliography_is_told_and_the_rest_is_kept() {
    let bib = "@book{good, title={好书}, author={甲}, year={2001}, publisher={社}}\n\n@book{bad, title = {没有结束\n\n\
               @book{good, title={又一本}}\n@book{a, crossref={b}, title={甲}}\n@book{b, crossref={a}, title={乙}}\n\
               @book{macro, title={丙}, publisher=unknownmacro, year={2000}}\n@misc{bare}\n";
    let markdown = "---\ntitle: 题\nbibliography: [refs.bib, missing.bib]\n---\n\n[@good; @a; @b; @bare]\n";
    let (edition, said) = with(Memory::new().with("t.md", markdown).with("refs.bib", bib));
    let mut text = String::new();
    for finding in &said {
        let _ = writeln!(text, "[{}] {finding}", finding.code);
    }
    common::golden("resolve/citations-broken.txt", &format!("{}\n\n{text}", listed(&edition).join("\n")));
    for (file, text) in [("a.json", "{ not json"), ("a.yaml", "a: [1\n"), ("a.json", "[]"), ("a.bib", "")] {
        let markdown = format!("---\ntitle: 题\nbibliography: {file}\n---\n\n文。\n");
        let (_, said) = with(Memory::new().with("t.md", markdown).with(file, text));
        assert!(said.iter().all(|finding| finding.code == "bibliography"), "{file}: {said:?}");
    }
}

/// What is listed of a .bib file whose works are all cited, and what was said of the file.
fn bib(text: &str) -> (Vec<String>, Vec<String>) {
    let markdown = "---\ntitle: 题\nbibliography: refs.bib\nnocite: '@*'\n---\n\n文。\n";
    let (edition, said) = with(Memory::new().with("t.md", markdown).with("refs.bib", text));
    let said = said.iter().filter(|finding| finding.code == "bibliography");
    (listed(&edition), said.map(|finding| format!("{}: {}", finding.span, finding.message)).collect())
}

#[test]
fn what_is_made_of_itself_is_told_and_nothing_else_is_lost() {
    let work = |key: &str, more: &str| format!("@book{{{key}, title={{甲}}, author={{乙}}, year={{2001}}, {more}}}\n");
    let text = format!(
        "@string{{self = self # {{社}}}}\n@string{{a = b # {{x}}}}\n@string{{b = a, c = {{丙}} # a}}\n{}{}{}",
        work("one", "publisher=self"),
        work("two", "publisher=c, note=jan"),
        work("three", "publisher={丁}, ids={four}, crossref={four}"),
    );
    let (listed, said) = bib(&text);
    assert_eq!(
        listed,
        ["[1] 乙. 甲[M]. self社, 2001.", "[2] 乙. 甲[M]. 丙ax, 2001.", "[3] 乙. 甲[M]. 丁, 2001."],
        "{said:?}"
    );
    assert_eq!(
        said,
        [
            "refs.bib:1:9: the abbreviation `self` is made of itself",
            "refs.bib:3:9: the abbreviation `b` is made of `a`, which is made of it",
            "refs.bib:6:1: the work `three` takes its fields from itself, in a circle",
        ]
    );
    // A chain, a tower and what doubles with each step end as well.
    let chain: String = (1..20_000).map(|at| format!("@string{{s{at} = s{}}}\n", at + 1)).collect();
    let doubling: String = (0..60).map(|at| format!("@string{{d{} = d{at} # d{at}}}\n", at + 1)).collect();
    let fork = |key: &str, at: usize| format!("@book{{{key}{at}, title={{甲}}, xdata={{x{0}, y{0}}}}}\n", at + 1);
    let forks: String = (0..60).map(|at| fork("x", at) + &fork("y", at)).collect();
    let tower = format!("{}甲{}", "{".repeat(40_000), "}".repeat(40_000));
    let text = format!(
        "{chain}@string{{s20000 = {{社}}}}\n@string{{d0 = {{戊}}}}\n{doubling}{forks}{}{}{}",
        work("chain", "publisher=s1"),
        work("double", "publisher=d50"),
        work("tower", &format!("publisher={tower}, note={{{}}}", tower.replace('{', "\\a{"))),
    );
    let (listed, said) = bib(&text);
    for wanted in ["[M]. 社, 2001.", "[M]. d50, 2001.", "[M]. 甲, 2001."] {
        assert!(listed.iter().any(|work| work.ends_with(wanted)), "{wanted} {:?}", &listed[listed.len() - 3..]);
    }
    assert_eq!(listed.len(), 123);
    for wanted in ["from more than 100 others", "too long", "too deep"] {
        assert!(said.iter().any(|said| said.contains(wanted)), "{wanted}");
    }
}

#[test]
fn csl_json_is_checked_before_it_is_used() {
    let work =
        |id: &str, more: &str| format!(r#"{{"id": "{id}", "type": "book", "title": "甲", "publisher": "社", {more}}}"#);
    let sound = [
        r#""issued": {"date-parts": [["2001", "5", 3]]}, "author": [{"literal": "乙"}]"#,
        r#""issued": {"raw": "2001-05"}, "author": [{"given": "乙"}], "volume": null, "keyword": ["一"], "custom": {"a": 1}"#,
        r#""issued": {"literal": "2001年5月"}, "author": ["乙"], "edition": 2"#,
        r#""issued": {"date-parts": [[2001, 22], []]}, "author": [{"family": "乙", "suffix": 3}]"#,
    ];
    let bad = [
        r#""issued": {"date-parts": [[]]}"#,
        r#""issued": {"date-parts": []}"#,
        r#""issued": {"date-parts": [[2001, 0, 0]]}"#,
        r#""issued": {"date-parts": [[2001, -32768]]}"#,
        r#""issued": {"date-parts": [[99999]]}"#,
        r#""issued": {"date-parts": "2001"}"#,
        r#""issued": {"date-parts": [null]}"#,
        r#""issued": [2001]"#,
        r#""issued": {"raw": "neulich"}"#,
        r#""author": "乙""#,
        r#""author": [{}]"#,
        r#""author": [{"family": ["乙"]}]"#,
        r#""volume": {"a": 1}"#,
    ];
    let fields = sound.iter().chain(&bad).enumerate();
    let works: Vec<String> = fields.map(|(at, fields)| work(&format!("w{at}"), fields)).collect();
    let json = format!("[\n{},\n7, null, [], {{\"id\": []}}, {{\"id\": 5}}\n]", works.join(",\n"));
    let markdown = "---\ntitle: 题\nbibliography: refs.json\nnocite: '@*'\n---\n\n文。\n";
    let (edition, said) = with(Memory::new().with("t.md", markdown).with("refs.json", json));
    let said: Vec<String> = said
        .iter()
        .filter(|finding| finding.code == "bibliography" && finding.help.is_some())
        .map(|finding| format!("{}: {}", finding.span, finding.message))
        .collect();
    let list = listed(&edition);
    assert_eq!(list.len(), sound.len() + bad.len() + 1);
    for work in &list[..sound.len()] {
        assert!(work.contains("乙. 甲") && work.contains("2001"), "{work}");
    }
    let told: Vec<String> =
        (0..bad.len()).map(|at| format!("refs.json:{}:1: the work `w{}`", at + 6, at + 4)).collect();
    let lost = said.iter().filter(|said| said.contains("without an `id`")).count();
    assert_eq!((said.len(), lost), (bad.len() + 2, 2), "{said:#?}");
    assert!(told.iter().all(|told| said.iter().any(|said| said.starts_with(told.as_str()))), "{said:#?}");
}

#[test]
fn pandoc_cites_alike() {
    let json = r#"{"pandoc-api-version":[1,23],"meta":{"bibliography":{"t":"MetaInlines","c":[{"t":"Str","c":"refs.bib"}]}},"blocks":[{"t":"Para","c":[
        {"t":"Cite","c":[[{"citationId":"knuth1984","citationPrefix":[{"t":"Str","c":"see"}],"citationSuffix":[{"t":"Str","c":","},{"t":"Space"},{"t":"Str","c":"p. 3"}],"citationMode":{"t":"NormalCitation"},"citationNoteNum":1,"citationHash":0}],[{"t":"Str","c":"[see @knuth1984, p. 3]"}]]},
        {"t":"Cite","c":[[{"citationId":"luxun1981","citationPrefix":[],"citationSuffix":[],"citationMode":{"t":"AuthorInText"},"citationNoteNum":2,"citationHash":0}],[{"t":"Str","c":"@luxun1981"}]]}]}]}"#;
    let source = Memory::new().with("t.json", json).with("refs.bib", BIB);
    let sink = Sink::new();
    let edition = publish::edition(&common::job("t.json", "booklet"), &source, &sink).expect("there is a text");
    let mut cites = Vec::new();
    walk::book(&edition.book, &mut |node| {
        if let walk::Node::Inline(Inline::Cite(cite)) = node {
            assert_ne!(cite.id, NodeId::default());
            cites.push((cite.form, cite.items[0].prefix.clone(), cite.items[0].suffix.clone()));
        }
    });
    assert_eq!(
        cites,
        [(CiteForm::Bracketed, "see".to_owned(), "p. 3".to_owned()), (CiteForm::InText, String::new(), String::new())]
    );
    assert_eq!(printed(&edition).len(), 2);
}

#[test]
fn web_outputs_link_citations_and_works_both_ways() {
    let (edition, _) = edition_of(
        "",
        "文[@shannon1948]，又[@shannon1948; @luxun1981]。\n\n|甲|\n|-|\n|[@luxun1981]|\n\n注[^1]\n\n[^1]: 见[@wang2010]。",
    );
    let theme = keben::theme::Theme::built_in("booklet").expect("it is built in");
    let site = keben::html::site(&edition, &theme, &[], keben::html::Split::default(), &Sink::new());
    let text = keben::html::dump(&site);
    for wanted in [
        r##"href="002-bibliography.xhtml#ref-shannon1948" epub:type="biblioref" role="doc-biblioref" id="cited-ref-shannon1948""##,
        r##"<li id="ref-shannon1948">"##,
        r##"href="001-article.xhtml#cited-ref-shannon1948" role="doc-backlink""##,
        r##"href="https://doi.org/10.1002/j.1538-7305.1948.tb01338.x""##,
        r##"role="doc-bibliography""##,
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert_eq!(text.matches(r#"id="cited-ref-shannon1948""#).count(), 1);
}

#[test]
fn pages_hang_numbers_and_glue_citations_to_their_word() {
    let text = format!("---\ntitle: 题\nbibliography: refs.bib\n---\n\n{}[@luxun1981]。\n", common::han(60, 1));
    for front in ["", "csl: gb-7714-2015-author-date\n"] {
        let text = text.replace("bibliography:", &format!("{front}bibliography:"));
        let source = Memory::new().with("t.md", text).with("refs.bib", BIB);
        let made = common::lay_out(&common::job("t.md", "booklet"), &source);
        assert!(made.said.is_empty(), "{:?}", made.said);
        let pages = keben::layout::dump(&made.paged);
        assert!(pages.contains("鲁迅全集"), "{pages}");
    }
}
