//! Pictures, each decoded once a file.

use std::collections::HashMap;
use std::sync::Arc;

use krilla::Data;
use krilla::image::Image;

use super::font::Fonts;
use crate::layout::{Picture, PictureFormat};

/// A picture ready to be drawn.
#[derive(Clone)]
pub(super) enum Ready {
    Raster(Image),
    Svg(Arc<usvg::Tree>),
}

/// The pictures of a file.
#[derive(Default)]
pub(super) struct Images {
    known: HashMap<String, Option<Ready>>,
    fonts: Option<Arc<usvg::fontdb::Database>>,
}

impl Images {
    /// A picture by its path; `None` where it cannot be decoded.
    pub fn get(&mut self, path: &str, picture: &Picture, fonts: &Fonts) -> Option<Ready> {
        if let Some(known) = self.known.get(path) {
            return known.clone();
        }
        let ready = self.decode(picture, fonts);
        self.known.insert(path.to_owned(), ready.clone());
        ready
    }

    fn decode(&mut self, picture: &Picture, fonts: &Fonts) -> Option<Ready> {
        let data = Data::from(picture.bytes.clone());
        // Interpolation is forbidden in PDF/A, and scaled pictures look no worse without it in today's viewers.
        let smooth = false;
        match picture.format {
            PictureFormat::Png => Image::from_png(data, smooth).ok().map(Ready::Raster),
            PictureFormat::Jpeg => Image::from_jpeg(data, smooth).ok().map(Ready::Raster),
            PictureFormat::Webp => Image::from_webp(data, smooth).ok().map(Ready::Raster),
            PictureFormat::Gif => Image::from_gif(data, smooth).ok().map(Ready::Raster),
            PictureFormat::Svg => {
                let bytes = (*picture.bytes).as_ref();
                let fontdb = self.fonts.get_or_insert_with(|| Arc::new(fonts.for_svg())).clone();
                let options = usvg::Options { fontdb, ..usvg::Options::default() };
                usvg::Tree::from_data(bytes, &options).ok().map(|tree| Ready::Svg(Arc::new(tree)))
            }
        }
    }
}
