//! Fonts that only a reading system can use (EPUB 3.3, 4.3): their first bytes are mixed with the book's identifier.

use sha1_smol::Sha1;

use super::Entry;
use super::zip::FOLDER;
use crate::html::markup::{Node, element};

/// How many bytes of a font are mixed.
const MIXED: usize = 1040;

/// Mixes the fonts; gives `encryption.xml`, which says which files are mixed, and how.
pub(super) fn fonts(fonts: &mut [Entry], identifier: &str) -> Vec<u8> {
    // White space of the identifier does not count.
    let bare: String = identifier.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')).collect();
    let key = Sha1::from(bare).digest().bytes();
    for font in fonts.iter_mut() {
        for (byte, key) in font.bytes.iter_mut().take(MIXED).zip(key.iter().cycle()) {
            *byte ^= key;
        }
    }
    let mixed = fonts.iter().map(|font| {
        let method = element("enc:EncryptionMethod").attr("Algorithm", "http://www.idpf.org/2008/embedding");
        let file = element("enc:CipherReference").attr("URI", format!("{FOLDER}/{}", font.path));
        Node::Element(element("enc:EncryptedData").child(method).child(element("enc:CipherData").child(file)))
    });
    element("encryption")
        .attr("xmlns", "urn:oasis:names:tc:opendocument:xmlns:container")
        .attr("xmlns:enc", "http://www.w3.org/2001/04/xmlenc#")
        .children(mixed)
        .write_xml_file()
}
