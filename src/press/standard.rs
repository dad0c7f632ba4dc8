//! PDF/X-4 (ISO 15930-7): what a file says about itself, so that a print shop may take it as it is.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, text_string};
use sha1_smol::Sha1;

use crate::press::canvas::{Place, dictionary, name};
use crate::press::colour::{blend_in_inks, define_rgb};
use crate::press::profile::Profile;

/// What a file says about itself.
#[derive(Clone, Debug)]
pub struct About {
    /// The title; a file must have one.
    pub title: String,
    /// Who wrote it, if that is known.
    pub author: Option<String>,
    /// The program that it was written with.
    pub creator: String,
    /// The program that made the PDF.
    pub producer: String,
    /// The day, or the day and time, after ISO 8601: `2026-11-23`, `2026-11-23T10:30:00Z`.
    pub date: String,
    /// What stays the same in all versions of this document, such as `uuid:…`.
    pub document: String,
    /// Whether colours have been trapped.
    pub trapped: bool,
}

/// What `GTS_PDFXVersion` says.
pub(crate) const VERSION: &str = "PDF/X-4";

/// Makes `document` say that it is PDF/X-4 for the printing condition of `profile`.
///
/// What the standard forbids goes: actions, scripts, forms, annotations, files within the file; and what has lost its sense,
/// such as the tags of a file for reading. Device RGB gets a meaning. The number given back is that of annotations taken
/// out. Asked again with the same words, it gives the same bytes.
///
/// # Errors
/// When the document has no catalog.
pub fn claim_x4(document: &mut Document, about: &About, profile: &Profile) -> lopdf::Result<usize> {
    document.version = "1.6".to_owned();
    bare_catalog(document)?;
    let dropped = bare_pages(document);
    bare_outline(document);
    blend_in_inks(document);
    define_rgb(document);

    let info = info(about);
    document.trailer.set("Info", info);
    let metadata = metadata(document, about);
    let intent = intent(document, profile);
    let catalog = document.catalog_mut()?;
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![intent.into()]);
    document.prune_objects();
    let [permanent, changing] = [hash(about.document.as_bytes()), fingerprint(document)];
    let id = |bytes: [u8; 16]| Object::String(bytes.to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id(permanent), id(changing)]);
    Ok(dropped)
}

/// Takes the claim back, where something stands against it: a file that says too much is worse than one that says nothing.
pub(super) fn unclaim_x4(document: &mut Document) {
    if let Ok(Object::Dictionary(info)) = document.trailer.get_mut(b"Info") {
        info.remove(b"GTS_PDFXVersion");
    }
    if let Ok(catalog) = document.catalog_mut() {
        catalog.remove(b"Metadata");
        catalog.remove(b"OutputIntents");
    }
}

/// Takes out of the catalog what acts, what is for screens, and what other standards left there.
fn bare_catalog(document: &mut Document) -> lopdf::Result<()> {
    let names = document.catalog()?.get_deref(b"Names", document).ok().and_then(dictionary).cloned();
    let catalog = document.catalog_mut()?;
    let gone = [
        "OpenAction",
        "AA",
        "AcroForm",
        "URI",
        "AF",
        "Collection",
        "Requirements",
        "Legal",
        "Perms",
        "Extensions",
        "Version",
        "MarkInfo",
        "StructTreeRoot",
        "OutputIntents",
        "Metadata",
        "Threads",
        "SpiderInfo",
    ];
    for key in gone {
        catalog.remove(key.as_bytes());
    }
    if let Some(mut names) = names {
        for key in ["JavaScript", "EmbeddedFiles", "AlternatePresentations", "Renditions"] {
            names.remove(key.as_bytes());
        }
        catalog.set("Names", names);
    }
    Ok(())
}

/// Takes out of pages what does not print or acts; gives the number of annotations.
fn bare_pages(document: &mut Document) -> usize {
    let pages: Vec<_> = document.page_iter().collect();
    let mut dropped = 0;
    for id in pages {
        let annotations = Place::object(id).under(b"Annots", document);
        let held = annotations.as_ref().and_then(|held| held.get(document)?.as_array().ok());
        dropped += held.map_or(0, Vec::len);
        if let Ok(page) = document.get_dictionary_mut(id) {
            for key in ["Annots", "AA", "PresSteps", "Trans", "Dur", "StructParents", "Tabs"] {
                page.remove(key.as_bytes());
            }
        }
    }
    dropped
}

/// Leaves of the outline's actions the places they go to.
fn bare_outline(document: &mut Document) {
    let entry = |(id, object): (&(u32, u16), &Object)| {
        let entry = object.as_dict().ok()?;
        let acts = entry.has(b"Title") && entry.has(b"Parent") && (entry.has(b"A") || entry.has(b"AA"));
        if !acts {
            return None;
        }
        let action = entry.get_deref(b"A", document).ok().and_then(dictionary);
        let goes = action.filter(|action| name(document, action, b"S") == Some(b"GoTo"));
        Some((*id, goes.and_then(|action| action.get(b"D").ok()).cloned()))
    };
    let entries: Vec<_> = document.objects.iter().filter_map(entry).collect();
    for (id, place) in entries {
        let Ok(entry) = document.get_dictionary_mut(id) else { continue };
        entry.remove(b"A");
        entry.remove(b"AA");
        if let Some(place) = place {
            entry.set("Dest", place);
        }
    }
}

/// The document information dictionary (ISO 32000-1 §14.3.3); it must agree with the metadata.
fn info(about: &About) -> Dictionary {
    // `2026-11-23T10:30:00Z` → `D:20261123103000Z`
    let digits: String = about.date.chars().filter(|c| c.is_ascii_digit() || *c == 'Z').collect();
    let date = Object::string_literal(format!("D:{digits}"));
    let mut info = Dictionary::new();
    info.set("Title", text_string(&about.title));
    if let Some(author) = &about.author {
        info.set("Author", text_string(author));
    }
    info.set("Creator", text_string(&about.creator));
    info.set("Producer", text_string(&about.producer));
    info.set("CreationDate", date.clone());
    info.set("ModDate", date);
    info.set("Trapped", if about.trapped { "True" } else { "False" });
    info.set("GTS_PDFXVersion", Object::string_literal(VERSION));
    info
}

/// The metadata stream (XMP, ISO 16684-1), as an object of `document`. It stays plain, for tools that know no PDF.
fn metadata(document: &mut Document, about: &About) -> lopdf::ObjectId {
    let About { title, author, creator, producer, date, document: identity, trapped } = about;
    let [title, creator, producer, date, identity] =
        [title, creator, producer, date, identity].map(|text| escaped(text));
    let author = author.as_ref().map(|author| escaped(author));
    let author =
        author.map(|author| format!("<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n"));
    let author = author.unwrap_or_default();
    let trapped = if *trapped { "True" } else { "False" };
    let packet = format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{author}<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmpMM:DocumentID>{identity}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>{trapped}</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>{VERSION}</pdfxid:GTS_PDFXVersion>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}'
    );
    let mut dict = Dictionary::new();
    dict.set("Type", "Metadata");
    dict.set("Subtype", "XML");
    document.add_object(Stream::new(dict, packet.into_bytes()).with_compression(false))
}

/// Text for XML; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => found.push(' '),
            c => found.push(c),
        }
    }
    found
}

/// The output intent (ISO 15930-7 §6.2.2): for which press the colours are meant, with its profile.
fn intent(document: &mut Document, profile: &Profile) -> Dictionary {
    let mut dict = Dictionary::new();
    dict.set("N", 4);
    let mut stream = Stream::new(dict, profile.bytes().to_vec());
    // What does not pack stays plain, which is as good.
    let _ = stream.compress();
    let mut intent = Dictionary::new();
    intent.set("Type", "OutputIntent");
    intent.set("S", "GTS_PDFX");
    intent.set("OutputConditionIdentifier", text_string(profile.condition()));
    if let Some(registry) = profile.registry() {
        intent.set("RegistryName", Object::string_literal(registry));
    }
    intent.set("Info", text_string(profile.name()));
    intent.set("DestOutputProfile", document.add_object(stream));
    intent
}

fn hash(bytes: &[u8]) -> [u8; 16] {
    shortened(Sha1::from(bytes))
}

/// 16 bytes, as file identifiers have (ISO 32000-1 §14.4).
fn shortened(hash: Sha1) -> [u8; 16] {
    let bytes = hash.digest().bytes();
    std::array::from_fn(|index| bytes[index])
}

/// What differs as soon as anything in the document does.
fn fingerprint(document: &Document) -> [u8; 16] {
    let mut hash = Sha1::new();
    for ((number, generation), object) in &document.objects {
        hash.update(&number.to_be_bytes());
        hash.update(&generation.to_be_bytes());
        feed(&mut hash, object);
    }
    shortened(hash)
}

fn feed(hash: &mut Sha1, object: &Object) {
    let mut dictionary = |dictionary: &Dictionary| {
        hash.update(&dictionary.len().to_be_bytes());
        for (key, value) in dictionary {
            hash.update(key);
            hash.update(b" ");
            feed(hash, value);
        }
    };
    match object {
        Object::Dictionary(held) => dictionary(held),
        Object::Stream(stream) => {
            dictionary(&stream.dict);
            hash.update(&stream.content);
        }
        Object::Array(held) => {
            hash.update(&held.len().to_be_bytes());
            held.iter().for_each(|object| feed(hash, object));
        }
        Object::Name(bytes) | Object::String(bytes, _) => {
            hash.update(&bytes.len().to_be_bytes());
            hash.update(bytes);
        }
        Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_) => {
            hash.update(format!("{object:?} ").as_bytes());
        }
    }
}
