//! `new`: a folder to begin in.

use std::path::Path;

use super::args::{New, Template};
use super::{Failure, print};

const BOOKLET: [(&str, &str); 3] = [
    (
        "keben.toml",
        r#"theme = "booklet"

[book]
title = "书名"
language = "zh-Hans"
creators = [{ name = "作者" }]

[chapters]
front = ["introduction.md"]
body = ["items.md"]

[read]
fix = "punctuation"
"#,
    ),
    ("introduction.md", "# 导语\n\n在这里写一段引子。\n"),
    (
        "items.md",
        "# 1. 第一件\n\n正文从这里开始。脚注这样写。[^1]\n\n[^1]: 脚注的文字。\n\n# 2. 第二件\n\n表格、图片、引文的写法见 docs/formats.md。\n",
    ),
];

const BOOK: [(&str, &str); 4] = [
    (
        "keben.toml",
        r#"theme = "book"

[book]
title = "书名"
language = "zh-Hans"
creators = [{ name = "作者" }]

[chapters]
front = ["preface.md"]
body = ["chapter-1.md", "chapter-2.md"]

[read]
fix = "punctuation"
"#,
    ),
    ("preface.md", "# 前言\n\n在这里写前言。\n"),
    ("chapter-1.md", "# 第一章 开头\n\n正文从这里开始。\n\n## 第一节\n\n再写一段。\n"),
    ("chapter-2.md", "# 第二章 接着\n\n脚注这样写。[^1]\n\n[^1]: 脚注的文字。\n"),
];

/// Makes a folder with a project in it that builds as it is.
#[expect(clippy::disallowed_methods, reason = "writes the files of a new project")]
pub fn new(args: &New) -> Result<u8, Failure> {
    let folder = &args.name;
    let taken = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file();
    if taken {
        return Err(Failure::new(format!("`{}` exists already", folder.display())).help("choose a name that is free"));
    }
    let failed =
        |what: &Path, error: &std::io::Error| Failure::new(format!("cannot write `{}`: {error}", what.display()));
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let files: &[(&str, &str)] = match args.template {
        Template::Booklet => &BOOKLET,
        Template::Book => &BOOK,
    };
    for (name, text) in files {
        let path = folder.join(name);

        std::fs::write(&path, text).map_err(|error| failed(&path, &error))?;
    }
    print(&format!("{0}/ is ready: keben build {0}\n", folder.display()))
}
