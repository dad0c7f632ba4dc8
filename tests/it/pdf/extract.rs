//! Reads our PDFs back: the characters behind the glyphs (ISO 32000-1, 9.10), page by page or along the tag tree.

use std::collections::{BTreeMap, HashMap};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A PDF and where its parts are.
pub struct Pdf {
    pub document: Document,
    pub pages: Vec<ObjectId>,
    fonts: HashMap<ObjectId, ToUnicode>,
}

/// What a stretch of marked content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Content of a tag, by the number it has on its page.
    Content(i64),
    /// Decoration, or not marked at all.
    Artifact,
}

/// A node of the tag tree.
#[derive(Debug)]
pub enum Node {
    /// A tag: its type and what it holds.
    Tag(String, Dictionary, Vec<Node>),
    /// Marked content: page, from 0, and its number there.
    Content(usize, i64),
    /// An annotation.
    Annotation(ObjectId),
}

/// Codes of a font to characters (ISO 32000-1, 9.10.3).
#[derive(Default)]
struct ToUnicode {
    bytes: usize,
    map: HashMap<u32, String>,
}

impl Pdf {
    pub fn read(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).expect("another reader opens it");
        let pages: Vec<ObjectId> = document.page_iter().collect();
        let mut fonts = HashMap::new();
        for (&id, object) in &document.objects {
            let Ok(font) = object.as_dict() else { continue };
            if font.has_type(b"Font") && font.has(b"ToUnicode") {
                fonts.insert(id, to_unicode(&document, font));
            }
        }
        Self { document, pages, fonts }
    }

    /// The catalog.
    pub fn catalog(&self) -> &Dictionary {
        self.document.catalog().expect("there is a catalog")
    }

    /// A dictionary behind a key, through a reference where there is one.
    pub fn dict<'d>(&'d self, of: &'d Dictionary, key: &str) -> Option<&'d Dictionary> {
        of.get_deref(key.as_bytes(), &self.document).ok()?.as_dict().ok()
    }

    /// A page's dictionary.
    pub fn page(&self, number: usize) -> &Dictionary {
        self.document.get_dictionary(self.pages[number]).expect("it is a page")
    }

    /// The operators of a page and of all forms it draws, with the resources they are to be read with.
    pub fn operations(&self, number: usize) -> Vec<(Operation, &Dictionary)> {
        let page = self.page(number);
        let resources = self.dict(page, "Resources").expect("pages have resources");
        let content = self.document.get_page_content(self.pages[number]);
        let mut all = Vec::new();
        self.flatten(&content, resources, &mut all);
        all
    }

    fn flatten<'d>(&'d self, content: &[u8], resources: &'d Dictionary, all: &mut Vec<(Operation, &'d Dictionary)>) {
        for operation in Content::decode(content).expect("operators can be read").operations {
            let drawn = (operation.operator == "Do").then(|| name(&operation.operands[0]));
            all.push((operation, resources));
            let Some(drawn) = drawn else { continue };
            let form = self
                .dict_of(resources, "XObject")
                .and_then(|forms| forms.get_deref(drawn.as_bytes(), &self.document).ok());
            let Some(form) = form.and_then(|form| form.as_stream().ok()) else { continue };
            if form.dict.get(b"Subtype").is_ok_and(|kind| name(kind) == "Form") {
                let content = form.get_plain_content().expect("a form can be unpacked");
                let own = self.dict(&form.dict, "Resources").unwrap_or(resources);
                self.flatten(&content, own, all);
            }
        }
    }

    fn dict_of<'d>(&'d self, of: &'d Dictionary, key: &str) -> Option<&'d Dictionary> {
        self.dict(of, key)
    }

    /// The characters of a page in painting order, each stretch with what it belongs to.
    pub fn texts(&self, number: usize) -> Vec<(Mark, String)> {
        let mut reader =
            Reader { pdf: self, texts: vec![(Mark::Artifact, String::new())], marks: Vec::new(), font: None };
        for (operation, resources) in self.operations(number) {
            reader.operation(&operation, resources);
        }
        reader.texts
    }

    /// The characters of a page but for its decoration.
    pub fn page_text(&self, number: usize) -> String {
        self.texts(number).into_iter().filter(|(mark, _)| *mark != Mark::Artifact).map(|(_, text)| text).collect()
    }

    /// The tag tree's top.
    pub fn tags(&self) -> Vec<Node> {
        let root = self.dict(self.catalog(), "StructTreeRoot").expect("the file is tagged");
        let numbers: HashMap<ObjectId, usize> = self.pages.iter().copied().zip(0..).collect();
        self.kids(root, None, &numbers)
    }

    fn kids(&self, of: &Dictionary, page: Option<usize>, numbers: &HashMap<ObjectId, usize>) -> Vec<Node> {
        let page = of.get(b"Pg").ok().and_then(|page| page.as_reference().ok()).map(|id| numbers[&id]).or(page);
        let Ok(kids) = of.get_deref(b"K", &self.document) else { return Vec::new() };
        let one = std::slice::from_ref(kids);
        kids.as_array().map_or(one, Vec::as_slice).iter().map(|kid| self.kid(kid, page, numbers)).collect()
    }

    fn kid(&self, kid: &Object, page: Option<usize>, numbers: &HashMap<ObjectId, usize>) -> Node {
        let (_, kid) = self.document.dereference(kid).expect("tags lead somewhere");
        if let Ok(number) = kid.as_i64() {
            return Node::Content(page.expect("content stands on a page"), number);
        }
        let dict = kid.as_dict().expect("a tag is a dictionary");
        match dict.get(b"Type").map(name).unwrap_or_default().as_str() {
            "MCR" => {
                let own = dict.get(b"Pg").and_then(Object::as_reference).ok().map(|id| numbers[&id]);
                let number = dict.get(b"MCID").and_then(Object::as_i64).expect("content has a number");
                Node::Content(own.or(page).expect("content stands on a page"), number)
            }
            "OBJR" => Node::Annotation(dict.get(b"Obj").and_then(Object::as_reference).expect("it is an annotation")),
            _ => {
                let kind = name(dict.get(b"S").expect("a tag has a type"));
                Node::Tag(kind, dict.clone(), self.kids(dict, page, numbers))
            }
        }
    }

    /// Characters by page and number of marked content.
    pub fn contents(&self) -> BTreeMap<(usize, i64), String> {
        let mut contents: BTreeMap<(usize, i64), String> = BTreeMap::new();
        for page in 0..self.pages.len() {
            for (mark, text) in self.texts(page) {
                if let Mark::Content(number) = mark {
                    contents.entry((page, number)).or_default().push_str(&text);
                }
            }
        }
        contents
    }
}

/// Characters below a tag in logical order, tags of the types in `without` left out.
pub fn logical(
    nodes: &[Node],
    contents: &BTreeMap<(usize, i64), String>,
    without: &[&str],
    from_page: usize,
) -> String {
    let mut text = String::new();
    for node in nodes {
        match node {
            Node::Tag(kind, _, _) if without.contains(&kind.as_str()) => {}
            Node::Tag(_, _, kids) => text.push_str(&logical(kids, contents, without, from_page)),
            Node::Content(page, number) if *page >= from_page => {
                text.push_str(contents.get(&(*page, *number)).map_or("", String::as_str));
            }
            Node::Content(..) | Node::Annotation(_) => {}
        }
    }
    text
}

/// Visits every tag, parents first.
pub fn each<'n>(nodes: &'n [Node], visit: &mut impl FnMut(&'n str, &'n Dictionary, &'n [Node])) {
    for node in nodes {
        if let Node::Tag(kind, dict, kids) = node {
            visit(kind, dict, kids);
            each(kids, visit);
        }
    }
}

/// A name's characters.
pub fn name(object: &Object) -> String {
    String::from_utf8_lossy(object.as_name().expect("it is a name")).into_owned()
}

/// A text string: UTF-16 with a mark, UTF-8 with a mark, or PDFDocEncoding, of which only ASCII is expected here.
pub fn text_string(object: &Object) -> String {
    let bytes = object.as_str().expect("it is a string");
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        plain => plain.iter().map(|&byte| char::from(byte)).collect(),
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> =
        bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], *pair.get(1).unwrap_or(&0)])).collect();
    String::from_utf16_lossy(&units)
}

/// Follows the operators of a page.
struct Reader<'p> {
    pdf: &'p Pdf,
    texts: Vec<(Mark, String)>,
    /// Open marked content: what it is, and whether its characters were given with it.
    marks: Vec<(Option<Mark>, bool)>,
    font: Option<ObjectId>,
}

impl Reader<'_> {
    fn operation(&mut self, operation: &Operation, resources: &Dictionary) {
        match operation.operator.as_str() {
            "BMC" | "BDC" => self.begin(&operation.operands, resources),
            "EMC" => {
                self.marks.pop().expect("marked content is closed once");
                self.turn();
            }
            "Tf" => {
                let font = name(&operation.operands[0]);
                let fonts = self.pdf.dict(resources, "Font").expect("there are fonts");
                self.font = fonts.get(font.as_bytes()).and_then(Object::as_reference).ok();
            }
            "Tj" | "'" => self.show(&operation.operands[0]),
            "\"" => self.show(&operation.operands[2]),
            "TJ" => {
                for part in operation.operands[0].as_array().expect("an array is shown") {
                    if part.as_str().is_ok() {
                        self.show(part);
                    }
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, operands: &[Object], resources: &Dictionary) {
        let kind = name(&operands[0]);
        let properties = match operands.get(1) {
            Some(Object::Dictionary(dict)) => Some(dict),
            Some(Object::Name(name)) => self
                .pdf
                .dict(resources, "Properties")
                .and_then(|all| all.get_deref(name, &self.pdf.document).ok())
                .and_then(|dict| dict.as_dict().ok()),
            _ => None,
        };
        let number = properties.and_then(|dict| dict.get(b"MCID").ok()).and_then(|number| number.as_i64().ok());
        let mark = number.map(Mark::Content).or((kind == "Artifact").then_some(Mark::Artifact));
        let said = properties.and_then(|dict| dict.get(b"ActualText").ok()).map(text_string);
        let replaced = self.marks.iter().any(|(_, said)| *said);
        self.marks.push((mark, said.is_some()));
        self.turn();
        if let Some(said) = said.filter(|_| !replaced) {
            self.push(&said);
        }
    }

    /// Begins a new stretch for what is open now.
    fn turn(&mut self) {
        let mark = self.marks.iter().rev().find_map(|(mark, _)| *mark).unwrap_or(Mark::Artifact);
        if self.texts.last().is_none_or(|(last, _)| *last != mark) {
            self.texts.push((mark, String::new()));
        }
    }

    fn push(&mut self, text: &str) {
        self.texts.last_mut().expect("one is always there").1.push_str(text);
    }

    fn show(&mut self, string: &Object) {
        if self.marks.iter().any(|(_, said)| *said) {
            return;
        }
        let font = self.font.and_then(|id| self.pdf.fonts.get(&id)).expect("every font says what its glyphs mean");
        let mut text = String::new();
        for code in string.as_str().expect("a string is shown").chunks(font.bytes) {
            let code = code.iter().fold(0_u32, |sum, &byte| sum << 8 | u32::from(byte));
            text.push_str(font.map.get(&code).map_or("\u{FFFD}", String::as_str));
        }
        self.push(&text);
    }
}

fn to_unicode(document: &Document, font: &Dictionary) -> ToUnicode {
    let stream = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).expect("it is a stream");
    let cmap = String::from_utf8_lossy(&stream.get_plain_content().expect("it can be unpacked")).into_owned();
    let mut made = ToUnicode { bytes: 2, map: HashMap::new() };
    let mut section = "";
    for line in cmap.lines() {
        let line = line.trim();
        match line.rsplit(' ').next().unwrap_or_default() {
            "begincodespacerange" | "beginbfchar" | "beginbfrange" => {
                section = line.rsplit(' ').next().unwrap_or_default()
            }
            end if end.starts_with("end") => section = "",
            _ => made.entry(section, line),
        }
    }
    made
}

impl ToUnicode {
    fn entry(&mut self, section: &str, line: &str) {
        let parts: Vec<Vec<u8>> = line.split('<').skip(1).filter_map(|part| hex(part.split('>').next()?)).collect();
        let code = |bytes: &[u8]| bytes.iter().fold(0_u32, |sum, &byte| sum << 8 | u32::from(byte));
        match (section, &parts[..]) {
            ("begincodespacerange", [first, ..]) => self.bytes = first.len(),
            ("beginbfchar", [from, to]) => {
                self.map.insert(code(from), utf16(to));
            }
            ("beginbfrange", [from, to, targets @ ..]) => {
                for (at, number) in (code(from)..=code(to)).enumerate() {
                    let target = match targets {
                        [one] => {
                            let mut units = one.clone();
                            if let Some(last) = units.last_mut() {
                                *last = last.wrapping_add(at as u8);
                            }
                            units
                        }
                        many => many[at].clone(),
                    };
                    self.map.insert(number, utf16(&target));
                }
            }
            _ => {}
        }
    }
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<char> = digits.chars().filter(|c| !c.is_whitespace()).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok()).collect()
}
