//! The page as the server drew it. The living one, which looks the same, takes its place in one step that nobody sees; what
//! somebody did on the old one while the program was loading stays.

use std::iter::successors;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlDetailsElement, HtmlElement, HtmlInputElement, Node};

/// What one can do something to before the page is alive.
const CONTROLS: [&str; 5] = ["A", "BUTTON", "DETAILS", "INPUT", "SUMMARY"];
/// Inputs of these kinds hold whether they are chosen; the others hold text.
const CHOSEN_KINDS: [&str; 2] = ["checkbox", "radio"];

/// What the document holds before the living page is mounted behind it.
pub struct Drawn {
    nodes: Vec<Node>,
    controls: Vec<Element>,
}

impl Drawn {
    /// The document as it is now.
    pub fn here() -> Self {
        let first = document().body().and_then(|body| body.first_child());
        let nodes: Vec<_> = successors(first, Node::next_sibling).collect();
        Self { nodes, controls: controls() }
    }

    /// Goes, now that the living page is there as well: its controls are in the same order.
    pub fn give_way(self) {
        let focused = document().active_element();
        for (old, new) in self.controls.iter().zip(controls().split_off(self.controls.len())) {
            carry_over(old, &new);
            if focused.as_ref() == Some(old) {
                carry_focus(old, &new);
            }
        }
        for node in self.nodes {
            if let Some(parent) = node.parent_node() {
                // It is a child of that one, so the browser has no reason to refuse.
                let _ = parent.remove_child(&node);
            }
        }
    }
}

/// All controls of the document, in its order.
fn controls() -> Vec<Element> {
    let mut found = vec![];
    if let Some(body) = document().body() {
        find_controls(&body, &mut found);
    }
    found
}

fn find_controls(parent: &Element, found: &mut Vec<Element>) {
    for element in successors(parent.first_element_child(), Element::next_element_sibling) {
        find_controls(&element, found);
        if CONTROLS.contains(&element.tag_name().as_str()) {
            found.push(element);
        }
    }
}

fn carry_over(old: &Element, new: &Element) {
    if let (Some(old), Some(new)) = (old.dyn_ref::<HtmlInputElement>(), new.dyn_ref::<HtmlInputElement>()) {
        if CHOSEN_KINDS.contains(&old.type_().as_str()) {
            new.set_checked(old.checked());
        } else {
            new.set_value(&old.value());
        }
    } else if let (Some(old), Some(new)) = (old.dyn_ref::<HtmlDetailsElement>(), new.dyn_ref::<HtmlDetailsElement>()) {
        new.set_open(old.open());
    }
}

fn carry_focus(old: &Element, new: &Element) {
    let Some(element) = new.dyn_ref::<HtmlElement>() else { return };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
    if let (Some(old), Some(new)) = (old.dyn_ref::<HtmlInputElement>(), new.dyn_ref::<HtmlInputElement>())
        // An input without text has no selection.
        && let (Ok(Some(start)), Ok(Some(end))) = (old.selection_start(), old.selection_end())
    {
        let _ = new.set_selection_range(start, end);
    }
}
