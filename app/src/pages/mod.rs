//! The pages.

pub mod import_offer;
pub mod landing;
pub mod not_found;
pub mod results;
pub mod room;
