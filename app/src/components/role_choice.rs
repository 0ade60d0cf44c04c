//! Voter or observer.

use leptos::html::Input;
use leptos::prelude::*;
use shared::room::Role;

use crate::live::reactive::effect;

/// Two radio buttons, of which `observer` is the second. `change` hears of a choice.
#[component]
pub fn RoleChoice(
    name: &'static str,
    role: Memo<Role>,
    observer: NodeRef<Input>,
    #[prop(into, optional)] change: Option<Callback<Role>>,
) -> impl IntoView {
    let choose = move |role: Role| {
        if let Some(change) = change {
            change.run(role);
        }
    };
    let voter = NodeRef::<Input>::new();
    // What was chosen while the page was loading stays: only a part that changes takes its place.
    effect(move |before: Option<Role>| {
        let now = role.get();
        if let (true, Some(voter), Some(observer)) =
            (before.is_some_and(|before| before != now), voter.get_untracked(), observer.get_untracked())
        {
            voter.set_checked(now == Role::Voter);
            observer.set_checked(now == Role::Observer);
        }
        now
    });
    view! {
        <fieldset class="choices-set">
            <legend class="choices-label">"Your part"</legend>
            <div class="choices">
                <label class="choice">
                    <input
                        class="choice-input"
                        type="radio"
                        name=name
                        value="voter"
                        node_ref=voter
                        checked=move || role.get() == Role::Voter
                        on:change=move |_| choose(Role::Voter)
                    />
                    "Voter"
                </label>
                <label class="choice">
                    <input
                        class="choice-input"
                        type="radio"
                        name=name
                        value="observer"
                        node_ref=observer
                        checked=move || role.get() == Role::Observer
                        on:change=move |_| choose(Role::Observer)
                    />
                    "Observer"
                </label>
            </div>
        </fieldset>
    }
}
