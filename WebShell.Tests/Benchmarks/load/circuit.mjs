// One Blazor Server circuit without a browser: SignalR's blazorpack protocol (length-prefixed MessagePack) over a WebSocket.
// It renders nothing; JavaScript calls are answered as the page's own scripts would, so that the server believes in it.
import { createRequire } from "node:module";
import { hasText, inputHandlerIn } from "./batch.mjs";

const require = createRequire(new URL("../../../WebShell.App/client/package.json", import.meta.url));
const WebSocket = require("ws");
const { encode, Decoder } = require("@msgpack/msgpack");

const invocation = 1, completion = 3, ping = 6, close = 7; // message types of SignalR's hub protocol
const wantsObjectReference = 1; // JSCallResultType.JSObjectReference
const pingEvery = 15_000;
const heightInSight = 800;

export class Circuit {
  #origin; #cookie; #socket; #calls = new Map(); #nextCall = 0; #nextObject = 0; #decoder = new Decoder();
  #bytes = new Map(); #text = ""; #watchers = new Set(); #batchWatchers = new Set(); #renderer; #inputHandler;

  constructor(origin, cookie) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  /** Loads the page and starts its circuit. */
  async start(path) {
    const page = await fetch(this.#origin + path, { headers: { cookie: this.#cookie } });
    if (!page.ok || page.redirected) throw new Error(`${path} answered ${page.status} ${page.url}`);
    const html = await page.text();
    const markers = [...html.matchAll(/<!--Blazor:(\{.*?\})-->/g)].map(m => JSON.parse(m[1])).filter(m => m.type === "server");
    const state = /<!--Blazor-Server-Component-State:([^>]*)-->/.exec(html)?.[1] ?? "";

    await this.#connect();
    await this.#invoke("StartCircuit", `${this.#origin}/`, this.#origin + path, "[]", state);
    const operations = markers.map((marker, i) => ({ type: "add", ssrComponentId: i + 1, marker }));
    this.#send("UpdateRootComponents", JSON.stringify({ batchId: 1, operations }), state);
  }

  /** Waits until what a terminal was told to show satisfies the condition. */
  shown(condition, limit) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no prompt within ${limit} ms; last calls: ${this.lastCalls.join(", ")}`)), limit);
      const look = () => {
        if (!condition(this.#text)) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Resolves when the portal has drawn that text, as one piece, somewhere on the page. */
  drawn(text, limit) {
    return new Promise((resolve, reject) => {
      const done = () => { clearTimeout(timer); this.#batchWatchers.delete(look); };
      const timer = setTimeout(() => { done(); reject(new Error(`"${text}" was not drawn within ${limit} ms`)); }, limit);
      const look = batch => { if (hasText(batch, text)) { done(); resolve(); } };
      this.#batchWatchers.add(look);
    });
  }

  /** Types into the page's only text field. */
  input(text) {
    const descriptor = { eventHandlerId: this.#inputHandler, eventName: "input", eventFieldInfo: null };
    this.#callObject(this.#renderer, "DispatchEventAsync", descriptor, { value: text });
  }

  lastCalls = [];

  #callObject(object, method, ...args) {
    this.#send("BeginInvokeDotNetFromJS", null, null, method, object, JSON.stringify(args));
  }

  async #connect() {
    const headers = { cookie: this.#cookie, origin: this.#origin };
    const socket = (this.#socket = new WebSocket(`${this.#origin.replace("http", "ws")}/_blazor`, { headers, perMessageDeflate: false }));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.send('{"protocol":"blazorpack","version":1}\x1e');
    await new Promise(resolve => socket.once("message", resolve));
    socket.on("message", data => this.#receive(data));
    const pinging = setInterval(() => this.#write([ping]), pingEvery);
    socket.on("close", () => clearInterval(pinging));
  }

  #write(message) {
    const body = encode(message);
    const prefix = [];
    for (let rest = body.length; ;) {
      const low = rest & 0x7f;
      rest >>>= 7;
      prefix.push(rest ? low | 0x80 : low);
      if (!rest) break;
    }
    this.#socket.send(Buffer.concat([Buffer.from(prefix), body]));
  }

  #send(target, ...args) {
    this.#write([invocation, {}, null, target, args]);
  }

  #invoke(target, ...args) {
    const id = String(++this.#nextCall);
    this.#write([invocation, {}, id, target, args]);
    return new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject }));
  }

  #receive(data) {
    for (let at = 0; at < data.length;) {
      let length = 0, shift = 0, part;
      do {
        part = data[at++];
        length |= (part & 0x7f) << shift;
        shift += 7;
      } while (part & 0x80);
      this.#take(this.#decoder.decode(data.subarray(at, at + length)));
      at += length;
    }
  }

  #take(message) {
    if (message[0] === invocation) {
      this.#run(message[3], message[4]);
    } else if (message[0] === completion) {
      const call = this.#calls.get(message[2]);
      this.#calls.delete(message[2]);
      if (message[3] === 1) call.reject(new Error(message[4]));
      else call.resolve(message[4]);
    } else if (message[0] === close) {
      this.lastCalls.push(`closed: ${message[1]}`);
    }
  }

  #run(target, args) {
    switch (target) {
      case "JS.RenderBatch": {
        const batch = Buffer.from(args[1].buffer, args[1].byteOffset, args[1].byteLength);
        this.#inputHandler = inputHandlerIn(batch) ?? this.#inputHandler;
        this.#send("OnRenderCompleted", args[0], null);
        for (const look of [...this.#batchWatchers]) look(batch);
        break;
      }
      case "JS.ReceiveByteArray":
        this.#bytes.set(args[0], args[1]);
        break;
      case "JS.Error":
        this.lastCalls.push(`error: ${args[0]}`);
        break;
      case "JS.BeginInvokeJS":
        this.#call(...args);
        break;
    }
  }

  #call(id, name, args, resultType) {
    this.lastCalls = [...this.lastCalls.slice(-9), name];
    for (const bytes of this.#bytes.values()) {
      this.#text = (this.#text + Buffer.from(bytes).toString("latin1")).slice(-2000);
    }
    this.#bytes.clear();
    this.#takeObjects(name, args);
    const result = resultType === wantsObjectReference ? { __jsObjectId: ++this.#nextObject } : this.answer(name, args);
    if (id) this.#send("EndInvokeJSFromDotNet", id, true, JSON.stringify([id, true, result]));
    for (const look of [...this.#watchers]) look();
  }

  // The two objects of the portal that pages without a terminal speak to: the renderer, and a list that asks what is in sight.
  #takeObjects(name, args) {
    if (name.endsWith("attachWebRendererInterop")) this.#renderer = JSON.parse(args)[1].__dotNetObject;
    if (name.endsWith("Virtualize.init")) this.#callObject(JSON.parse(args)[0].__dotNetObject, "OnSpacerAfterVisible", 1e6, 0, heightInSight);
  }

  /** What the page's scripts would return; a terminal that has just opened has shown nothing yet. */
  answer(name) {
    return name === "resume" ? 0 : null;
  }
}
