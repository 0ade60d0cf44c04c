//! What pages are made of. Each draws one thing, has its style in the file of `style/` that is named as it, and decides
//! nothing: it shows signals and sends commands.

pub mod bar;
pub mod card;
pub mod connection;
pub mod deck_editor;
pub mod dock;
pub mod face;
pub mod field;
pub mod flying;
pub mod hand;
pub mod hand_over;
pub mod icon;
pub mod invite;
pub mod join;
pub mod keys;
pub mod knock;
pub mod menu;
pub mod notice;
pub mod options;
pub mod preferences;
pub mod qr;
pub mod results;
pub mod role_choice;
pub mod rules;
pub mod said;
pub mod seat;
pub mod sheet;
pub mod summary;
pub mod switch;
pub mod table;
pub mod timer;
pub mod topic;
