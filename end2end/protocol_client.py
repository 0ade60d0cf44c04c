#!/usr/bin/env python3
"""Plays a round of Team Poker as a stranger would: by docs/protocol.md alone, with Python's websockets.

    protocol_client.py http://127.0.0.1:3000

Ends with 0 when all went as that page says, and with 1 and the reason when not.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

SUBPROTOCOL = "teampoker.v1.json"
TIMEOUT_SECONDS = 20


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The answer to the form is wanted, not the page that it leads to."""

    def redirect_request(self, *_):
        return None


def check(is_so, what):
    """Ends with the reason when something is not as it should be; unlike `assert`, also under `python -O`."""
    if not is_so:
        sys.exit(f"failed: {what}")


def make_room(base, name, deck):
    """Makes a room; gives its id and the creator's token."""
    form = urllib.parse.urlencode({"name": name, "deck": deck}).encode()
    try:
        answer = urllib.request.build_opener(NoRedirect).open(f"{base}/rooms", form, TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        answer = error
    check(answer.status == 303, f"a room is made with 303, not {answer.status}")
    room = answer.headers["Location"].removeprefix("/r/")
    token = answer.headers["Set-Cookie"].split(";")[0].removeprefix("teampoker_seat=")
    return room, token


class Client:
    """One connection, and the room as it has been told."""

    def __init__(self, base, room, token=None):
        url = base.replace("http", "ws", 1) + f"/ws/{room}"
        self.socket = connect(url, subprotocols=[SUBPROTOCOL], open_timeout=TIMEOUT_SECONDS)
        check(self.socket.subprotocol == SUBPROTOCOL, f"{SUBPROTOCOL} is spoken")
        self.frames = []
        self.number = 0
        self.say({"token": token})
        welcome = self.hear()["welcome"]
        self.version, self.room, self.here = welcome["version"], welcome["room"], set(welcome["here"] + welcome["away"])
        self.seat, self.countdown, self.nudges, self.thrown = welcome["seat"], welcome["countdown"], 0, []
        while len(self.room["backlog"]["order"]) < welcome["topics"]:
            self.take_in(self.hear())

    def say(self, message):
        self.socket.send(json.dumps(message))

    def hear(self):
        """The next message, as it came and decoded."""
        frame = self.socket.recv(TIMEOUT_SECONDS)
        self.frames.append(frame)
        return json.loads(frame)

    def ask(self, command):
        """Says a command; gives the code of the rejection, or None when it was done."""
        self.number += 1
        self.say({"number": self.number, "command": command})
        while True:
            message = self.hear()
            self.take_in(message)
            match message:
                case {"answer": {"number": number, "rejection": rejection}} if number == self.number:
                    return rejection

    def must(self, command):
        rejection = self.ask(command)
        check(rejection is None, f"{command} is done, and not {rejection}")

    def hear_until(self, is_so, what):
        """Hears on until that is so. Heartbeats come for ever, so what does not become so is noticed by their number."""
        for _ in range(100):
            if is_so(self):
                return
            self.take_in(self.hear())
        check(False, what)

    def take_in(self, message):
        match message:
            case {"event": {"version": version, "event": event}}:
                check(version > self.version, "versions grow")
                self.version = version
                [(name, fields)] = event.items()
                apply(self.room, name, fields)
            case {"presence": {"who": who, "presence": "here" | "away"}}:
                self.here.add(who)
            case {"presence": {"who": who, "presence": "gone"}}:
                self.here.discard(who)
            case {"seated": seat}:
                self.seat = seat
            case {"topics": topics}:
                add_topics(self.room["backlog"], topics)
            case {"countdown": {"until": until}}:
                self.countdown = until
            case {"thrown": thrown}:
                self.thrown.append(thrown)
            case "nudge":
                self.nudges += 1

    @property
    def round(self):
        return self.room["round"]["number"]

    @property
    def votes(self):
        """What lies face down, as far as it is known."""
        return {who: card["vote"] for who, card in self.room["round"]["phase"]["open"]["cards"].items()}

    @property
    def plays(self):
        """What lies open, and before whom."""
        named = self.room["round"]["phase"]["revealed"]["cards"]["named"]
        return {who: card["play"] for who, card in named.items()}

    @property
    def is_revealed(self):
        return "revealed" in self.room["round"]["phase"]

    def label(self, nickname):
        """What stands on the card that they played."""
        [who] = [who for who, seat in self.room["seats"].items() if seat["nickname"] == nickname]
        deck = self.room["round"]["phase"]["revealed"]["deck"]
        return deck[self.plays[who]["card"]]["label"]

    def card(self, label):
        """The place of a card in the deck."""
        return [card["label"] for card in self.room["deck"]].index(label)


SENT_AWAY_MAX = 100
REMOVED_MAX = 20


def add_topics(backlog, topics):
    """Puts topics at the end of the list."""
    for number, topic in topics:
        backlog["topics"][str(number)] = topic
        backlog["order"].append(number)
        backlog["next"] = max(backlog["next"], number + 1)


def count_round(room, more):
    """The revealed round counts, or no longer counts, for what it is about."""
    number = room["round"]["topic"]
    removed = [it["topic"] for it in room["backlog"]["removed"] if it["id"] == number]
    for topic in [room["backlog"]["topics"].get(str(number)), *removed]:
        if topic:
            topic["rounds"] += more


def apply_to_backlog(room, name, fields):
    """What an event does to the list of topics."""
    backlog = room["backlog"]
    number = fields.get("topic")
    match name:
        case "topics_added":
            add_topics(backlog, fields["topics"])
        case "topic_changed":
            backlog["topics"][str(number)].update(fields["change"])
        case "topic_moved":
            order, before = backlog["order"], fields["before"]
            order.remove(number)
            order.insert(len(order) if before is None else order.index(before), number)
        case "topic_removed":
            place = backlog["order"].index(number)
            backlog["order"].remove(number)
            removed = {"id": number, "topic": backlog["topics"].pop(str(number)), "place": place}
            backlog["removed"] = [*backlog["removed"], removed][-REMOVED_MAX:]
        case "topic_restored":
            [back] = [it for it in backlog["removed"] if it["id"] == number]
            backlog["removed"].remove(back)
            backlog["topics"][str(number)] = back["topic"]
            backlog["order"].insert(back["place"], number)
        case "topic_picked":
            is_revealed = "revealed" in room["round"]["phase"]
            count_round(room, -is_revealed)
            room["round"]["topic"] = number
            count_round(room, is_revealed)
        case _:
            return False
    return True


def apply(room, name, fields):
    """What an event does to the room."""
    if apply_to_backlog(room, name, fields):
        return
    who = str(fields.get("who"))
    round = room["round"]
    [(state, phase)] = round["phase"].items()
    is_open = state == "open"
    match name:
        case "joined":
            room["outside"].pop(who, None)
            room["seats"][who] = {key: fields[key] for key in ("nickname", "role", "moderator")}
            room["next_guest"] = max(room["next_guest"], fields["who"] + 1)
        case "knocked":
            room["outside"][who] = {"nickname": fields["nickname"], "role": fields["role"], "why": "knocking"}
            room["next_guest"] = max(room["next_guest"], fields["who"] + 1)
        case "admitted":
            outsider = room["outside"].pop(who)
            room["seats"][who] = {"nickname": outsider["nickname"], "role": outsider["role"], "moderator": False}
        case "left":
            leave(room, who)
        case "removed":
            person = leave(room, who)
            if person and who != "1":
                sent_away = [int(other) for other, it in room["outside"].items() if it["why"] == "sent_away"]
                if len(sent_away) >= SENT_AWAY_MAX:
                    del room["outside"][str(min(sent_away))]
                room["outside"][who] = {"nickname": person["nickname"], "role": person["role"], "why": "sent_away"}
        case "renamed":
            room["seats"][who]["nickname"] = fields["nickname"]
        case "role_changed":
            room["seats"][who]["role"] = fields["role"]
        case "moderator_appointed":
            room["seats"][who]["moderator"] = True
        case "moderator_dismissed":
            room["seats"][who]["moderator"] = False
        case "voted":
            phase["cards"][who] = {"vote": fields["vote"], "confidence": None, "reason": ""}
        case "vote_changed":
            phase["cards"][who]["vote"] = fields["vote"]
        case "confidence_set":
            phase["cards"][who]["confidence"] = fields["confidence"]
        case "reason_given":
            phase["cards"][who]["reason"] = fields["reason"]
        case "vote_taken_back":
            phase["cards"].pop(who, None)
        case "timer_set":
            phase["timer"] = fields["timer"]
        case "cards_revealed":
            round["phase"] = revealed(room, fields["cards"], fields["took_ms"])
            count_round(room, 1)
        case "revealed":
            plays = {str(who): {"card": card, "confidence": None, "reason": ""} for who, card in fields["votes"]}
            named = {who: {"play": play, "first": None} for who, play in plays.items()}
            round["phase"] = revealed(room, {"named": named}, None)
        case "open_card_changed":
            card = phase["cards"]["named"][who]
            first = card["play"]["card"] if card["first"] is None else card["first"]
            card["play"]["card"] = fields["card"]
            card["first"] = None if first == fields["card"] else first
        case "round_started":
            open = {"cards": {}, "began": None, "timer": None}
            topic = round["topic"] if str(round["topic"]) in room["backlog"]["topics"] else None
            names = room["settings"]["names"]
            room["round"] = {"number": fields["round"], "topic": topic, "names": names, "phase": {"open": open}}
        case "setting_changed":
            [(setting, value)] = fields["setting"].items()
            if setting == "may":
                room["settings"]["may"][value["deed"]] = value["who"]
            else:
                room["settings"][setting] = value
            names = room["settings"]["names"]
            if is_open and (not phase["cards"] or names == "anonymous"):
                round["names"] = names
        case "deck_changed":
            room["deck"] = fields["deck"]
            if is_open:
                phase["cards"] = {}


def leave(room, who):
    """Takes somebody away from the table, or from the door; gives who that was."""
    outsider, seat = room["outside"].pop(who, None), room["seats"].pop(who, None)
    match room["round"]["phase"]:
        case {"open": phase}:
            phase["cards"].pop(who, None)
        case {"revealed": {"cards": {"named": named}, "departed": departed}} if seat and who in named:
            departed[who] = seat["nickname"]
    return seat or outsider


def revealed(room, cards, took_ms):
    return {"revealed": {"deck": room["deck"], "cards": cards, "departed": {}, "took_ms": took_ms}}


def vote(client, label):
    client.must({"vote": {"round": client.round, "card": client.card(label)}})


def play(base):
    room, token = make_room(base, "Strangers", "fibonacci")

    ada = Client(base, room, token)
    check(ada.room["name"] == "Strangers", "the room has its name")
    check(ada.seat is None, "the creator has no seat before they join")
    ada.must({"join": {"nickname": "Ada", "role": "voter"}})
    check(ada.room["seats"]["1"]["moderator"], "the creator is the moderator")

    bob = Client(base, room)
    taken = bob.ask({"join": {"nickname": "ada", "role": "voter"}})
    check(taken == "nickname_taken", f"a name is taken once: {taken}")
    bob.must({"join": {"nickname": "Bob", "role": "voter"}})
    check(bob.here == {1, bob.seat["who"]}, "both are here")

    vote(ada, "8")
    vote(bob, "5")
    vote(bob, "3")
    who = str(bob.seat["who"])
    ada.hear_until(lambda ada: who in ada.votes, "Bob's card is seen")
    check(ada.votes == {"1": {"card": ada.card("8")}, who: "hidden"}, "Ada sees her own card and the back of Bob's")
    cards = [frame for frame in ada.frames if '"card"' in frame]
    check(len(cards) == 1, "the only card that Ada was sent is her own")
    refused = bob.ask({"reveal": {"round": bob.round}})
    check(refused == "not_moderator", f"Bob may not reveal: {refused}")

    # Bob's connection breaks, and he comes back to his seat and his card.
    bob_token = bob.seat["token"]
    bob.socket.close()
    bob = Client(base, room, bob_token)
    check(bob.votes[who] == {"card": bob.card("3")}, "Bob's card has waited for him")

    ada.must({"reveal": {"round": ada.round}})
    bob.hear_until(lambda bob: bob.is_revealed, "Bob sees the reveal")
    check(ada.room == bob.room, "both see the same")
    late = bob.ask({"vote": {"round": bob.round, "card": 0}})
    check(late == "already_revealed", f"after the reveal nobody plays: {late}")
    for client in (ada, bob):
        check((client.label("Ada"), client.label("Bob")) == ("8", "3"), "the cards lie open")
    print(f"Ada played {ada.label('Ada')}, Bob played {ada.label('Bob')}.")

    ada.must({"next_round": {"after": ada.round, "topic": {"new": {"title": "Login page"}}}})
    bob.hear_until(lambda bob: bob.round == 2, "Bob sees the next round")
    bob.hear_until(lambda bob: bob.room["round"]["topic"], "Bob sees what it is about")
    backlog = bob.room["backlog"]
    title = backlog["topics"][str(bob.room["round"]["topic"])]["title"]
    check((bob.votes, title) == ({}, "Login page"), "the table is clear")
    keep_the_list(ada, bob)
    play_by_house_rules(base, room, ada, bob)

    nowhere = connect(base.replace("http", "ws", 1) + "/ws/0000-0000-0000", subprotocols=[SUBPROTOCOL])
    try:
        nowhere.recv(TIMEOUT_SECONDS)
        check(False, "a room that does not exist says nothing")
    except ConnectionClosed as closed:
        check(closed.rcvd and closed.rcvd.code == 4404, f"a room that does not exist is closed with 4404: {closed}")
    ada.socket.close()
    bob.socket.close()


def keep_the_list(ada, bob):
    """Topics come to the list, are moved, changed, deleted and brought back, and one is put on the table."""
    drafts = [{"title": f"Topic {number}", "notes": "As *short* as can be."} for number in range(120)]
    ada.must({"add_topics": {"topics": drafts}})
    [last, first] = [ada.room["backlog"]["order"][-1], ada.room["backlog"]["order"][1]]
    ada.must({"move_topic": {"topic": last, "before": first}})
    ada.must({"edit_topic": {"topic": last, "edit": {"title": "Log out", "key": "TEAM-2"}}})
    ada.must({"set_estimate": {"topic": last, "label": "8"}})
    ada.must({"remove_topic": {"topic": first}})
    ada.must({"restore_topic": {"topic": first}})
    ada.must({"pick_topic": {"round": ada.round, "topic": last, "anyway": False}})
    bob.hear_until(lambda bob: bob.room["round"]["topic"] == last, "Bob sees what is on the table")
    backlog = bob.room["backlog"]
    check((len(backlog["order"]), backlog["order"][1:3]) == (121, [last, first]), "the list is in order")
    topic = backlog["topics"][str(last)]
    check((topic["title"], topic["key"], topic["notes"]) == ("Log out", "TEAM-2", "unread"), "Bob sees the topic")
    check(topic["estimate"]["label"] == "8", "Bob sees the estimate")
    refused = bob.ask({"remove_topic": {"topic": first}})
    check(refused == "not_moderator", f"Bob may not change the list: {refused}")


def play_by_house_rules(base, room, ada, bob):
    """Another deck, an anonymous round in which the cards turn by themselves, and a locked door."""
    for setting in ({"confidence": True}, {"names": "anonymous"}, {"auto_reveal": True}, {"door": "locked"}):
        ada.must({"change_setting": {"setting": setting}})
    ada.must({"change_deck": {"deck": "S, M, XL=8, ?"}})
    bob.hear_until(lambda bob: len(bob.room["deck"]) == 4, "Bob sees the new deck")
    check(bob.room["deck"][2] == {"label": "XL", "meaning": {"number": "8"}}, "a card says what it counts")
    check(bob.room["round"]["names"] == "anonymous", "the round is anonymous")

    eve = Client(base, room)
    eve.must({"join": {"nickname": "Eve", "role": "observer"}})
    who = eve.seat["who"]
    check(eve.room["outside"][str(who)]["why"] == "knocking", "Eve knocks")
    refused = eve.ask({"throw": {"at": 1, "thing": "tomato"}})
    check(refused == "not_seated", f"at the door nobody throws: {refused}")
    ada.must({"admit": {"who": who}})
    eve.hear_until(lambda eve: str(who) in eve.room["seats"], "Eve is let in")
    eve.must({"throw": {"at": 1, "thing": "paper_plane"}})
    check(eve.thrown == [{"from": who, "at": 1, "thing": "paper_plane"}], "the paper plane is seen")

    vote(ada, "S")
    ada.must({"set_timer": {"round": ada.round, "order": {"start": {"seconds": 600}}}})
    ada.must({"nudge": {"round": ada.round}})
    bob.hear_until(lambda bob: bob.nudges == 1, "Bob is asked for his card")
    check("running" in bob.room["round"]["phase"]["open"]["timer"], "a countdown runs")
    vote(bob, "XL")
    bob.must({"set_confidence": {"round": bob.round, "confidence": "guess"}})
    bob.must({"give_reason": {"round": bob.round, "reason": "Nobody knows that code"}})
    ada.hear_until(lambda ada: ada.countdown, "the cards are about to turn")
    for client in (ada, bob, eve):
        client.hear_until(lambda client: client.is_revealed and client.countdown is None, "the cards turn by themselves")
    revealed = ada.room["round"]["phase"]["revealed"]
    plays = [(play["card"], play["confidence"], play["reason"]) for play in revealed["cards"]["anonymous"]["cards"]]
    check(plays == [(0, None, ""), (2, "guess", "Nobody knows that code")], f"the cards lie in the order of the deck: {plays}")
    check(revealed["took_ms"] >= 3000, "a round knows how long it took")

    ada.must({"remove": {"who": who}})
    eve.hear_until(lambda eve: str(who) in eve.room["outside"], "Eve is removed")
    refused = eve.ask({"join": {"nickname": "Eve", "role": "observer"}})
    check(refused == "sent_away", f"Eve stays outside: {refused}")
    ada.must({"admit": {"who": who}})
    eve.hear_until(lambda eve: str(who) in eve.room["seats"], "Eve is let in again")
    for client in (ada, bob, eve):
        fresh = Client(base, room, client.seat["token"])
        client.must({"set_away": {"away": False}})
        check(client.room == fresh.room, "what the events made of the room is the room")
        fresh.socket.close()
    eve.socket.close()


if __name__ == "__main__":
    check(len(sys.argv) == 2, "usage: protocol_client.py http://HOST:PORT")
    play(sys.argv[1].rstrip("/"))
