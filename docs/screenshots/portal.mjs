// Starts a portal of its own on a free port with a data directory of its own, and ends it.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const startsWithinMs = 60_000;
const assembly = "WebShell.App/bin/Release/net10.0/WebShell.App.dll";

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Machines that ask in their own words, one connection each: their ports, and how to end them. */
export async function promptingServers(count) {
  const servers = spawn("dotnet", ["WebShell.Tests/bin/Release/net10.0/WebShell.Tests.dll", "prompting-servers", String(count)], { stdio: ["pipe", "pipe", "inherit"] });
  const line = await new Promise((resolve, reject) => {
    servers.stdout.once("data", resolve);
    servers.once("exit", code => reject(new Error(`The machines that ask ended with ${code}.`)));
  });
  return { ports: String(line).trim().split(" ").map(Number), end: () => servers.stdin.end() };
}

/** Fills the audit log of a data directory with some days; an event may be changed past the portal then. */
export function auditDays(data, brokenAt = "") {
  execFileSync("dotnet", ["WebShell.Tests/bin/Release/net10.0/WebShell.Tests.dll", "audit-days", data, String(brokenAt)], { stdio: "inherit" });
}

export class Portal {
  #process;
  data = mkdtempSync(join(tmpdir(), "webshell-screenshots-"));

  /** Starts it; `inventory` is a file, or nothing for the demo fleet. */
  async start(inventory, ...options) {
    const environment = { ...process.env, ASPNETCORE_ENVIRONMENT: "Development" };
    if (inventory) environment.WebShell__Inventory__File = inventory;
    this.#process = spawn("dotnet", [assembly, "--port", String(await freePort()), "--data", this.data, ...options], { env: environment });
    this.signInUrl = await new Promise((resolve, reject) => {
      let log = "";
      const timer = setTimeout(() => reject(new Error(`The portal did not start:\n${log}`)), startsWithinMs);
      const read = text => {
        log += text;
        const url = log.match(/WebShell ready: (\S+)/)?.[1];
        if (!url) return;
        clearTimeout(timer);
        resolve(url);
      };
      this.#process.stdout.on("data", read);
      this.#process.stderr.on("data", read);
      this.#process.on("exit", code => reject(new Error(`The portal ended with ${code}:\n${log}`)));
    });
    return this;
  }

  url(path) {
    return new URL(path, this.signInUrl).href;
  }

  /** Ends it without waiting, for a walk that failed; the demo fleet follows it. */
  kill() {
    if (this.#process?.exitCode === null) this.#process.kill("SIGTERM");
  }

  async stop({ keepData = false } = {}) {
    const ended = new Promise(resolve => this.#process.on("exit", resolve));
    this.#process.kill("SIGTERM");
    await ended;
    if (!keepData) rmSync(this.data, { recursive: true, force: true });
  }
}
