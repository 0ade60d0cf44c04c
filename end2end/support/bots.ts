import { expect, type Page } from "@playwright/test";

/** What a bot keeps in its page: its socket, and what the cards of the deck are called. */
interface Bot {
  socket: WebSocket;
  deck: string[];
  number: number;
  round: number;
}

declare global {
  interface Window {
    bots: Record<string, Bot>;
  }
}

/** People without a page of their own: sockets that speak the protocol in JSON, all held by one page of our origin. */
export class Bots {
  constructor(
    private readonly page: Page,
    private readonly room: string,
  ) {}

  /** Seats one after another, in this order. */
  async sit(names: string[], role: "voter" | "observer" = "voter") {
    await this.page.evaluate(
      async ({ room, names, role }) => {
        window.bots ??= {};
        for (const nickname of names) {
          const socket = new WebSocket(`ws://${location.host}/ws/${room}`, "teampoker.v1.json");
          const bot: Bot = { socket, deck: [], number: 1, round: 1 };
          window.bots[nickname] = bot;
          await new Promise<void>((resolve, reject) => {
            socket.onclose = () => reject(new Error(`${nickname} was cut off`));
            socket.onopen = () => socket.send("{}");
            socket.onmessage = ({ data }) => {
              const message = JSON.parse(data as string);
              if (message.welcome) {
                bot.deck = message.welcome.room.deck.map((card: { label: string }) => card.label);
                bot.round = message.welcome.room.round.number;
                socket.send(JSON.stringify({ number: bot.number, command: { join: { nickname, role } } }));
              }
              if (message.event?.event.round_started) bot.round = message.event.event.round_started.round;
              if (message.answer?.number === 1) {
                if (message.answer.rejection) reject(new Error(`${nickname}: ${message.answer.rejection}`));
                else resolve();
              }
            };
          });
        }
      },
      { room: this.room, names, role },
    );
  }

  /** So many guests sit down, play that card and lose their connections: a browser has not that many to give. */
  async crowd(count: number, card: number) {
    await this.page.evaluate(
      async ({ room, count, card }) => {
        const guest = (at: number) =>
          new Promise<void>((resolve, reject) => {
            const socket = new WebSocket(`ws://${location.host}/ws/${room}`, "teampoker.v1.json");
            const ask = (number: number, command: object) => socket.send(JSON.stringify({ number, command }));
            let round = 1;
            socket.onerror = () => reject(new Error(`Guest ${at} was cut off`));
            socket.onopen = () => socket.send("{}");
            socket.onmessage = ({ data }) => {
              const { welcome, answer } = JSON.parse(data as string);
              if (welcome) {
                round = welcome.room.round.number;
                ask(1, { join: { nickname: `Guest ${at}`, role: "voter" } });
              } else if (answer?.rejection) {
                reject(new Error(`Guest ${at}: ${answer.rejection}`));
              } else if (answer?.number === 1) {
                ask(2, { vote: { round, card } });
              } else if (answer?.number === 2) {
                socket.onclose = () => resolve();
                socket.close();
              }
            };
          });
        const AT_ONCE = 50;
        for (let first = 0; first < count; first += AT_ONCE) {
          const batch = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, at) => guest(first + at + 1));
          await Promise.all(batch);
        }
      },
      { room: this.room, count, card },
    );
  }

  /** Waits until all of them have been told of that round. */
  async inRound(number: number) {
    const rounds = () => this.page.evaluate(() => Object.values(window.bots).map((bot) => bot.round));
    await expect.poll(async () => Math.min(...(await rounds()))).toBe(number);
  }

  /** Plays these cards, by name, in the round that each was told of last: after a new one, wait with `inRound`. */
  async play(cards: Record<string, string>) {
    for (const [nickname, label] of Object.entries(cards)) {
      const { deck, round } = await this.page.evaluate((nickname) => {
        const { deck, round } = window.bots[nickname] ?? {};
        return { deck, round };
      }, nickname);
      const card = deck?.indexOf(label) ?? -1;
      if (card < 0) throw new Error(`${nickname} cannot play ${label}`);
      await this.ask(nickname, { vote: { round, card } });
    }
  }

  /** Says with the card that lies there how sure they are, and why. */
  async say(nickname: string, confidence: "sure" | "fairly" | "guess", reason: string) {
    const round = await this.page.evaluate((nickname) => window.bots[nickname]?.round, nickname);
    await this.ask(nickname, { set_confidence: { round, confidence } });
    await this.ask(nickname, { give_reason: { round, reason } });
  }

  /** Sets a countdown for the round. */
  async countDown(nickname: string, seconds: number) {
    const round = await this.page.evaluate((nickname) => window.bots[nickname]?.round, nickname);
    await this.ask(nickname, { set_timer: { round, order: { start: { seconds } } } });
  }

  /** Brings topics to the end of the list, as many at once as one may. */
  async bring(nickname: string, titles: string[]) {
    for (let at = 0; at < titles.length; at += 100) {
      await this.ask(nickname, { add_topics: { topics: titles.slice(at, at + 100).map((title) => ({ title })) } });
    }
  }

  /** They have not looked at their pages for minutes. */
  async lookAway(names: string[]) {
    for (const nickname of names) await this.ask(nickname, { set_away: { away: true } });
  }

  /** They lose their connections. */
  async go(names: string[]) {
    await this.page.evaluate((names) => {
      for (const nickname of names) {
        const { socket } = window.bots[nickname] ?? {};
        if (socket) socket.onclose = null;
        socket?.close();
      }
    }, names);
  }

  /** Asks something as one of them, and waits until it is done. */
  private async ask(nickname: string, command: object) {
    await this.page.evaluate(
      async ({ nickname, command }) => {
        const bot = window.bots[nickname];
        if (!bot) throw new Error(`${nickname} does not sit here`);
        bot.number += 1;
        const { number, socket } = bot;
        await new Promise<void>((resolve, reject) => {
          const hear = ({ data }: MessageEvent) => {
            const { answer } = JSON.parse(data as string);
            if (answer?.number !== number) return;
            socket.removeEventListener("message", hear);
            if (answer.rejection) reject(new Error(`${nickname}: ${answer.rejection}`));
            else resolve();
          };
          socket.addEventListener("message", hear);
          socket.send(JSON.stringify({ number, command }));
        });
      },
      { nickname, command },
    );
  }
}
