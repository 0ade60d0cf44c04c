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
        self.seat = welcome["seat"]

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
            answer = message.get("answer")
            if answer and answer["number"] == self.number:
                return answer["rejection"]

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

    @property
    def round(self):
        return self.room["round"]["number"]

    @property
    def votes(self):
        [phase] = self.room["round"]["phase"].values()
        return phase["votes"]

    @property
    def is_revealed(self):
        return "revealed" in self.room["round"]["phase"]

    def label(self, nickname):
        """What stands on the card that they played."""
        [who] = [who for who, seat in self.room["seats"].items() if seat["nickname"] == nickname]
        return self.room["deck"][self.votes[who]]["label"]

    def card(self, label):
        """The place of a card in the deck."""
        return [card["label"] for card in self.room["deck"]].index(label)


def apply(room, name, fields):
    """What an event does to the room."""
    who = str(fields.get("who"))
    [phase] = room["round"]["phase"].values()
    match name:
        case "joined":
            room["seats"][who] = {key: fields[key] for key in ("nickname", "role", "moderator")}
            room["next_guest"] = max(room["next_guest"], fields["who"] + 1)
        case "left" | "removed":
            seat = room["seats"].pop(who)
            if "departed" not in phase:
                phase["votes"].pop(who, None)
            elif who in phase["votes"]:
                phase["departed"][who] = seat["nickname"]
        case "renamed":
            room["seats"][who]["nickname"] = fields["nickname"]
        case "role_changed":
            room["seats"][who]["role"] = fields["role"]
        case "moderator_appointed":
            room["seats"][who]["moderator"] = True
        case "moderator_dismissed":
            room["seats"][who]["moderator"] = False
        case "voted" | "vote_changed":
            phase["votes"][who] = fields["vote"]
        case "vote_taken_back":
            phase["votes"].pop(who, None)
        case "revealed":
            votes = {str(who): card for who, card in fields["votes"]}
            room["round"]["phase"] = {"revealed": {"votes": votes, "departed": {}}}
        case "round_started":
            room["round"] = {"number": fields["round"], "phase": {"open": {"votes": {}}}}
        case "topic_set":
            room["topic"] = fields["topic"]


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
    check((bob.votes, bob.room["topic"]) == ({}, "Login page"), "the table is clear")

    nowhere = connect(base.replace("http", "ws", 1) + "/ws/0000-0000-0000", subprotocols=[SUBPROTOCOL])
    try:
        nowhere.recv(TIMEOUT_SECONDS)
        check(False, "a room that does not exist says nothing")
    except ConnectionClosed as closed:
        check(closed.rcvd and closed.rcvd.code == 4404, f"a room that does not exist is closed with 4404: {closed}")
    ada.socket.close()
    bob.socket.close()


if __name__ == "__main__":
    check(len(sys.argv) == 2, "usage: protocol_client.py http://HOST:PORT")
    play(sys.argv[1].rstrip("/"))
