//! Listing: what this page does with the list of topics: what it asks of the server, and which part of the list is drawn.

use std::time::Duration;

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use shared::command::{Command, TopicDraft, TopicEdit};
use shared::ids::TopicId;

use super::reactive::{effect, memo};
use super::rows::{Move, RowView, Sight, Step, reached_by};
use super::topics::{Count, Deleted, NextView, Picking, Query, name_of};
use super::{Asked, Live, browser};

/// For so long a topic that one deleted can be brought back by one press.
const UNDO_FOR: Duration = Duration::from_secs(10);
/// How often the list is scrolled on while something is dragged to its edge.
const SCROLL_EVERY: Duration = Duration::from_millis(30);
/// By how much each time, in pixels.
const SCROLL_BY: f64 = 14.0;
/// How near to its edge, in pixels.
const SCROLL_EDGE: f64 = 40.0;
/// What has the focus when the last row has gone.
const ADD_FIELD: &str = "#topic-add";

/// What of the list is under way to the server; cheap to copy.
#[derive(Clone, Copy)]
pub struct Asking {
    /// The field for another topic.
    pub add: RwSignal<Asked>,
    /// The form in which a topic is edited.
    pub edit: RwSignal<Asked>,
    /// What was to come to the table while cards lay there.
    pub picking: RwSignal<Option<Picking>>,
    pub deleted: RwSignal<Option<Deleted>>,
}

impl Default for Asking {
    fn default() -> Self {
        Self {
            add: RwSignal::new(Asked::Not),
            edit: RwSignal::new(Asked::Not),
            picking: RwSignal::new(None),
            deleted: RwSignal::new(None),
        }
    }
}

impl Live {
    /// Puts topics at the end of the list.
    pub fn ask_to_add(self, topics: Vec<TopicDraft>) {
        self.ask_by_form(self.asking.add, Command::AddTopics { topics });
    }

    /// Changes what stands of a topic.
    pub fn ask_to_edit(self, topic: TopicId, edit: TopicEdit) {
        self.ask_by_form(self.asking.edit, Command::EditTopic { topic, edit });
    }

    /// Puts a topic on the table.
    pub fn ask_to_pick(self, topic: Option<TopicId>) {
        let round = self.view.round.with_untracked(|round| round.number);
        self.asking.picking.set(None);
        self.ask(Command::PickTopic { round, topic, anyway: false });
    }

    /// Answers the question whether cards are to go back into the hands.
    pub fn answer_picking(self, is_meant: bool) {
        let Some(Picking { round, topic }) = self.asking.picking.get_untracked() else { return };
        if is_meant && !self.settled.get_untracked() {
            return;
        }
        self.asking.picking.set(None);
        if is_meant {
            self.ask(Command::PickTopic { round, topic, anyway: true });
        }
    }

    /// Says for a while what was deleted, and how it comes back.
    pub(super) fn show_deleted(self, topic: TopicId) {
        let name = self.view.with_known(|known| known.room.backlog().removed(topic).map(name_of));
        let deleted = name.map(|name| Deleted { topic, name });
        self.asking.deleted.set(deleted.clone());
        let clear = move || {
            if self.asking.deleted.with_untracked(|now| *now == deleted) {
                self.asking.deleted.set(None);
            }
        };
        set_timeout(clear, UNDO_FOR);
    }

    /// Brings back what was deleted last.
    pub fn undo_deletion(self) {
        if let Some(Deleted { topic, .. }) = self.asking.deleted.get_untracked() {
            self.asking.deleted.set(None);
            self.ask(Command::RestoreTopic { topic });
        }
    }
}

/// A topic that is dragged, and how many are above where it would be dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dragged {
    pub topic: TopicId,
    pub slot: usize,
    /// Where the pointer is, from the upper edge of the window.
    y: f64,
}

/// How the sheet of a topic shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Read,
    Edit,
}

/// The list as it is drawn on this page; cheap to copy.
#[derive(Clone, Copy)]
pub struct Listing {
    live: Live,
    pub query: RwSignal<Query>,
    sight: RwSignal<Sight>,
    /// The topic whose row had the focus last.
    reached: RwSignal<Option<TopicId>>,
    pub dragged: RwSignal<Option<Dragged>>,
    /// The topic whose sheet is open, or was last.
    pub opened: RwSignal<Option<TopicId>>,
    pub mode: RwSignal<Mode>,
    /// What is scrolled.
    pub list: NodeRef<Div>,
    pub count: Memo<Count>,
    pub listed: Memo<Vec<TopicId>>,
    pub rows: Memo<Vec<RowView>>,
    pub next: Memo<Option<NextView>>,
    /// The row that Tab leads to; arrows lead to the others.
    pub tab_stop: Memo<Option<TopicId>>,
    pub may_change: Memo<bool>,
    /// Whether there is room for the list beside the table.
    pub is_wide: RwSignal<bool>,
    /// Whether somebody prepared a list since this page was opened: then it is shown, and stays.
    is_prepared: Memo<bool>,
    /// Whether I opened the list although nobody prepared one.
    is_called: RwSignal<bool>,
    wants_focus: StoredValue<Option<TopicId>>,
}

impl Listing {
    /// For the page.
    pub fn provide(live: Live) {
        let (query, sight) = (RwSignal::new(Query::default()), RwSignal::new(Sight::default()));
        let (reached, dragged) = (RwSignal::new(None), RwSignal::new(None::<Dragged>));
        let backlog = live.view.backlog;
        let count = memo(move |_| {
            backlog.track();
            live.view.with_known(|known| Count::of(&known.room))
        });
        let listed = memo(move |_| {
            backlog.track();
            query.with(|query| live.view.with_known(|known| query.find(known.room.backlog(), browser::lower)))
        });
        let tab_stop = memo(move |_| {
            listed.with(|listed| reached.get().filter(|id| listed.contains(id)).or(listed.first().copied()))
        });
        let rows = memo(move |_| {
            backlog.track();
            let also = [tab_stop.get(), dragged.get().map(|dragged| dragged.topic)];
            let sight = sight.get();
            listed.with(|listed| live.view.with_known(|known| RowView::drawn(&known.room, listed, &sight, &also)))
        });
        let next = memo(move |_| {
            backlog.track();
            live.view.with_known(|known| NextView::of(&known.room))
        });
        let may_change =
            memo(move |_| live.view.round.with(|round| round.me.as_ref().is_some_and(|me| me.may_name_topic)));
        let is_prepared = memo(move |before: Option<&bool>| {
            let count = count.get();
            count.all > 0 && (before == Some(&true) || count.is_prepared)
        });
        let listing = Self {
            live,
            query,
            sight,
            reached,
            dragged,
            opened: RwSignal::new(None),
            mode: RwSignal::new(Mode::Read),
            list: NodeRef::new(),
            count,
            listed,
            rows,
            next,
            tab_stop,
            may_change,
            is_wide: RwSignal::new(false),
            is_prepared,
            is_called: RwSignal::new(false),
            wants_focus: StoredValue::new(None),
        };
        provide_context(listing);
        effect(move |_| listing.start());
    }

    /// That of the page that this component is part of.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Looks how wide the window is, and keeps the focus where it is wanted. To be called in the browser, once.
    fn start(self) {
        self.is_wide.set(browser::is_wide());
        // As long as the page, so what would end it is dropped unused.
        drop(window_event_listener(ev::resize, move |_| {
            let is_wide = browser::is_wide();
            if self.is_wide.get_untracked() != is_wide {
                self.is_wide.set(is_wide);
            }
            self.measure();
        }));
        effect(move |_| {
            self.rows.track();
            if let Some(topic) = self.wants_focus.get_value() {
                self.wants_focus.set_value(None);
                request_animation_frame(move || {
                    self.show(topic);
                    browser::rescue_focus(&[&format!("#{}", row_id(topic)), ADD_FIELD]);
                });
            }
        });
    }

    /// Whether the list lies beside the table.
    pub fn is_beside(self) -> bool {
        let is_wanted = self.live.preferences.with(|preferences| preferences.topics);
        self.is_wide.get() && if self.is_prepared.get() { is_wanted } else { self.is_called.get() }
    }

    /// Lays the list beside the table, or takes it away. How one wants a list that was prepared is remembered.
    pub fn toggle(self) {
        if self.is_prepared.get_untracked() {
            self.live.prefer(|preferences| preferences.topics = !preferences.topics);
        } else {
            self.is_called.update(|is_called| *is_called = !*is_called);
        }
    }

    /// Looks which part of the list is in sight.
    pub fn measure(self) {
        let Some(list) = self.list.get_untracked() else { return };
        let count = self.listed.with_untracked(Vec::len);
        let before = self.sight.get_untracked();
        // What holds the rows is as high as all of them, drawn or not.
        let rows = list.first_element_child().map_or(0.0, |rows| f64::from(rows.client_height()));
        let row = if count > 0 && rows > 0.0 { rows / count as f64 } else { before.row };
        let sight = Sight { top: f64::from(list.scroll_top()), height: f64::from(list.client_height()), row };
        if before != sight {
            self.sight.set(sight);
        }
    }

    /// The row of that topic has the focus.
    pub fn reach(self, topic: TopicId) {
        if self.reached.get_untracked() != Some(topic) {
            self.reached.set(Some(topic));
        }
    }

    /// Moves the focus from row to row, if that key does.
    pub fn reach_by_key(self, key: &str) -> bool {
        let to = self.listed.with_untracked(|listed| reached_by(key, listed, self.tab_stop.get_untracked()));
        if let Some(topic) = to {
            self.go_to(topic);
        }
        to.is_some()
    }

    /// Gives that row the focus, wherever in the list it is.
    pub fn go_to(self, topic: TopicId) {
        self.reach(topic);
        self.show(topic);
        request_animation_frame(move || browser::focus(&[&format!("#{}", row_id(topic))]));
    }

    /// Scrolls the list to that row.
    fn show(self, topic: TopicId) {
        let at = self.listed.with_untracked(|listed| listed.iter().position(|id| *id == topic));
        if let (Some(at), Some(list)) = (at, self.list.get_untracked()) {
            list.set_scroll_top(self.sight.get_untracked().top_to_show(at) as i32);
            self.measure();
        }
    }

    /// Scrolls the list to its end, once the rows that came are drawn.
    pub fn show_end(self) {
        request_animation_frame(move || {
            if let Some(list) = self.list.get_untracked() {
                list.set_scroll_top(list.scroll_height());
                self.measure();
            }
        });
    }

    /// Has the row of that topic keep the focus, if it is drawn anew and nothing else has it.
    pub fn keep_focus(self, topic: TopicId) {
        self.reach(topic);
        self.wants_focus.set_value(Some(topic));
    }

    /// Moves a topic by a step.
    pub fn step(self, topic: TopicId, step: Step) {
        self.ask_to_move(|backlog, listed| Move::by_step(backlog, listed, topic, step));
    }

    fn ask_to_move(self, find: impl FnOnce(&shared::backlog::Backlog, &[TopicId]) -> Option<Move>) {
        let listed = self.listed.get_untracked();
        let found = self.live.view.with_known(|known| find(known.room.backlog(), &listed));
        if let Some(Move { topic, before }) = found {
            self.live.ask(Command::MoveTopic { topic, before });
        }
    }

    /// Takes a topic by its grip.
    pub fn drag(self, topic: TopicId, y: i32) {
        let Some(slot) = self.slot(f64::from(y)) else { return };
        self.dragged.set(Some(Dragged { topic, slot, y: f64::from(y) }));
        self.scroll_on();
    }

    /// Moves the pointer with what is dragged.
    pub fn drag_to(self, y: i32) {
        let Some(dragged) = self.dragged.get_untracked() else { return };
        if let Some(slot) = self.slot(f64::from(y)) {
            self.dragged.set(Some(Dragged { slot, y: f64::from(y), ..dragged }));
        }
    }

    /// Lets go of what is dragged, where it is.
    pub fn drop_dragged(self) {
        if let Some(Dragged { topic, slot, .. }) = self.dragged.get_untracked() {
            self.dragged.set(None);
            self.ask_to_move(|backlog, listed| Move::to_slot(backlog, listed, topic, slot));
        }
    }

    fn slot(self, y: f64) -> Option<usize> {
        let list = self.list.get_untracked()?;
        let y = y - list.get_bounding_client_rect().y();
        Some(self.sight.get_untracked().slot(y, self.listed.with_untracked(Vec::len)))
    }

    /// Scrolls while something is dragged to an edge of the list.
    fn scroll_on(self) {
        let again = move || {
            let Some(dragged) = self.dragged.try_get_untracked().flatten() else { return };
            let Some(list) = self.list.get_untracked() else { return };
            let place = list.get_bounding_client_rect();
            let by = match dragged.y {
                y if y < place.top() + SCROLL_EDGE => -SCROLL_BY,
                y if y > place.bottom() - SCROLL_EDGE => SCROLL_BY,
                _ => 0.0,
            };
            if by != 0.0 {
                list.set_scroll_top((f64::from(list.scroll_top()) + by) as i32);
                self.measure();
                self.drag_to(dragged.y as i32);
            }
            self.scroll_on();
        };
        set_timeout(again, SCROLL_EVERY);
    }
}

/// What is called so in the document has the focus when the row of that topic has it.
pub fn row_id(topic: TopicId) -> String {
    format!("topic-{}", topic.0)
}
