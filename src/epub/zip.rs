//! The container (EPUB 3.3, 4): `mimetype` first and bare, fixed dates, so that the same book is the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Entry;
use crate::html::markup::element;

/// The folder of the package within the container.
pub(super) const FOLDER: &str = "EPUB";

pub(super) fn pack(package: Vec<u8>, encryption: Option<Vec<u8>>, entries: impl Iterator<Item = Entry>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |path: &str, method: CompressionMethod, bytes: &[u8]| {
        // 1980-01-01 is where the format's calendar begins.
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::DEFAULT);
        zip.start_file(path, options).expect("paths are unique and short");
        zip.write_all(bytes).expect("writing to memory cannot fail");
    };
    put("mimetype", CompressionMethod::Stored, b"application/epub+zip");
    put("META-INF/container.xml", CompressionMethod::Deflated, &container());
    if let Some(encryption) = encryption {
        put("META-INF/encryption.xml", CompressionMethod::Deflated, &encryption);
    }
    put(&format!("{FOLDER}/package.opf"), CompressionMethod::Deflated, &package);
    for entry in entries {
        // What is compressed already only costs time.
        let packed = matches!(entry.media_type, "image/png" | "image/jpeg" | "image/webp" | "image/gif");
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        put(&format!("{FOLDER}/{}", entry.path), method, &entry.bytes);
    }
    zip.finish().expect("writing to memory cannot fail").into_inner()
}

fn container() -> Vec<u8> {
    let root = element("rootfile")
        .attr("full-path", format!("{FOLDER}/package.opf"))
        .attr("media-type", "application/oebps-package+xml");
    element("container")
        .attr("version", "1.0")
        .attr("xmlns", "urn:oasis:names:tc:opendocument:xmlns:container")
        .child(element("rootfiles").child(root))
        .write_xml_file()
}
