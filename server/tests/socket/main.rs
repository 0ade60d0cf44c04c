//! The server at its socket: started whole, asked as a browser or a program asks it.
//!
//! One test program with a module a story, because each would have to be linked with the whole server.

mod common;

mod api;
mod chair;
mod countdown;
mod door;
mod durable;
mod gestures;
mod hand_over;
mod house;
mod import;
mod limits;
mod notes;
mod pages;
mod presence;
mod program;
mod protocol;
mod python;
mod repeats;
mod results;
mod resume;
mod rooms;
mod rounds;
mod seats;
mod secrecy;
mod shutdown;
mod slow;
mod template;
mod timer;
mod upgrade;
