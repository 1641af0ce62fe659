// Walks through the portal and takes a picture of every page and state. See ./take.
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { inventory } from "./inventory.mjs";
import { auditDays, Portal, promptingServers } from "./portal.mjs";

const folder = import.meta.dirname;
const wanted = process.argv.slice(2);
const looks = [
  { name: "dark", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "light", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "phone-dark", colorScheme: "dark", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  { name: "phone-light", colorScheme: "light", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
];

const portals = [];
process.on("exit", () => portals.forEach(portal => portal.kill()));
process.on("SIGINT", () => process.exit(1));

function portal() {
  portals.push(new Portal());
  return portals.at(-1);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Opens a signed-in page in one of the looks. */
async function open(portal, look, state) {
  const context = await browser.newContext({ ...look, storageState: state });
  context.setDefaultTimeout(60_000); // ten thousand machines on a busy computer take a while
  return context.newPage();
}

/** The one-time link works once: the ticket it gives is shared by all looks. */
async function signIn(portal) {
  const page = await open(portal, looks[0]);
  await page.goto(portal.signInUrl);
  await page.locator(".rail .user").waitFor();
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

async function shoot(page, look, name, settleMs = 450) {
  if (wanted.length > 0 && !wanted.some(start => name.startsWith(start))) return;
  await page.waitForTimeout(settleMs);
  await page.screenshot({ path: join(folder, `${name}-${look.name}.png`) });
  console.log(`${name}-${look.name}.png`);
}

async function inEveryLook(portal, state, walk) {
  for (const look of looks) {
    const page = await open(portal, look, state);
    try {
      await walk(page, look, look.name.startsWith("phone"));
    } catch (error) {
      await page.screenshot({ path: join(tmpdir(), "webshell-screenshot-failure.png") });
      throw error;
    }
    await page.context().close();
  }
}

const terminal = page => page.locator("[data-testid=terminal][data-state=connected]:visible");
const connect = (page, name) => page.getByRole("button", { name: `Connect to ${name}`, exact: true });

// By the name: what was used last stands first.
async function sshPortOf(page, name) {
  return Number((await page.locator("tr", { has: connect(page, name) }).locator("td.c-address").textContent()).split(":")[1]);
}

async function openShell(page, name) {
  await connect(page, name).click();
  await terminal(page).waitFor();
  await page.waitForTimeout(700);
}

// 0. The audit log of some days, what became of a rule, a chain that was broken, and what is unsafe. By itself where nothing else is wanted.
{
  const old = portal();
  auditDays(old.data, 120);
  await old.start(undefined, "--no-demo", "--WebShell:Sessions:IdleLimit", "2.00:00:00");
  const state = await signIn(old);
  await inEveryLook(old, state, async (page, look) => {
    await page.goto(old.url("/admin/audit?q=day:9d"));
    await page.getByRole("button", { name: /Rule changed$/ }).first().click();
    await page.getByText("Because of it").waitFor();
    await shoot(page, look, "audit");
  });
  await inEveryLook(old, state, async (page, look) => {
    await page.goto(old.url("/admin/audit?q=day:9d"));
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText("The chain does not hold").waitFor();
    await shoot(page, look, "audit-broken");
    await page.goto(old.url("/admin/settings"));
    await page.getByText("Development").first().waitFor();
    await shoot(page, look, "posture");
  });
  await old.stop();
  if (wanted.length > 0 && wanted.every(start => /^(audit|posture)/.test(start))) {
    await browser.close();
    process.exit(0);
  }
}

// 1. The demo fleet: real shells.
const fleet = await portal().start();
const fleetState = await signIn(fleet);
let sshPorts = [];
await inEveryLook(fleet, fleetState, async (page, look, isPhone) => {
  await page.goto(fleet.url("/"));
  await connect(page, "web-01").waitFor();
  sshPorts = await Promise.all(["web-01", "web-02"].map(name => sshPortOf(page, name)));
  await shoot(page, look, "fleet");
  await openShell(page, "web-01");
  await page.keyboard.type("head -4 /etc/os-release; ls --color=always /etc/ssh; seq 60 | column -c 80\n");
  await shoot(page, look, "shell", 1200);
  await page.goBack();
  await openShell(page, "web-02");
  await page.goBack();
  await openShell(page, "db-01");
  await page.keyboard.type("exit 3\n");
  await page.getByRole("button", { name: "Reconnect" }).waitFor();
  await shoot(page, look, "ended");
  await page.goBack();
  await shoot(page, look, "docked", 1200);
  if (!isPhone) {
    await page.getByRole("button", { name: "Minimise" }).click();
    await shoot(page, look, "minimised");
  }
  await page.getByRole("link", { name: "Sessions" }).click();
  await page.getByRole("button", { name: "Attach" }).first().waitFor();
  await shoot(page, look, "sessions");
  await page.getByRole("link", { name: "Admin" }).click();
  await page.getByRole("list", { name: "Access rules" }).waitFor();
  await shoot(page, look, "admin-rules");
  await page.getByRole("button", { name: "Remove Administrators everywhere" }).click();
  await page.getByRole("region", { name: "Preview of the change" }).waitFor();
  await shoot(page, look, "admin-rules-preview");
  await page.keyboard.press("Escape");
  await page.goto(fleet.url("/admin/reach?vm=web-01"));
  await page.getByRole("region", { name: "Answer" }).waitFor();
  await shoot(page, look, "admin-reach");
  await page.getByRole("link", { name: "Host keys" }).click();
  await page.getByRole("table", { name: "Host keys" }).waitFor();
  await shoot(page, look, "host-keys");
  await page.goto(fleet.url("/admin/credentials"));
  await page.getByRole("button", { name: "Add credential" }).click();
  const credential = page.getByRole("dialog");
  await credential.getByLabel("Name", { exact: true }).fill(`web fleet ${look.name}`);
  await credential.getByLabel("Login", { exact: true }).fill("deploy");
  await credential.getByLabel("Machines", { exact: true }).fill("role:web");
  await credential.getByLabel("Owner", { exact: true }).fill("group:web");
  await credential.getByText(/\d+ machines? now/).waitFor();
  await shoot(page, look, "credential-add");
  await credential.getByRole("button", { name: "Add credential" }).click();
  await page.getByRole("button", { name: `web fleet ${look.name}`, exact: true }).click();
  await page.getByRole("heading", { name: "History" }).waitFor();
  await shoot(page, look, "credentials");
  await page.goto(fleet.url("/admin/people"));
  await page.getByRole("button", { name: "Change admin" }).waitFor();
  await shoot(page, look, "people");
  await page.goto(fleet.url("/account/authenticator"));
  await shoot(page, look, "authenticator");
  await page.goto(fleet.url("/access?machine=web-01&login=oracle"));
  await page.getByLabel("Why", { exact: true }).fill("OPS-2190: the import of last night hangs, and only this login may stop it");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText("Waits for an answer").waitFor();
  await shoot(page, look, "access");
  await page.goto(fleet.url("/admin/requests"));
  await page.getByText("somebody else answers").waitFor();
  await shoot(page, look, "admin-requests");
  await page.goto(fleet.url("/admin/ssh"));
  await page.getByText("AES-GCM", { exact: true }).waitFor();
  await shoot(page, look, "admin-ssh");
  await page.getByRole("button", { name: /^Account/ }).click();
  await shoot(page, look, "account-menu");
  await page.keyboard.press("Escape");
  await page.goto(fleet.url("/account"));
  await page.getByRole("heading", { name: "My credentials for machines" }).waitFor();
  await shoot(page, look, "account");
  await page.goto(fleet.url("/vms/web-01"));
  await page.getByRole("button", { name: "Other ways to connect" }).click();
  await page.getByRole("button", { name: "Connect options…" }).click();
  await shoot(page, look, "connect-options");
  await page.keyboard.press("Escape");
  await page.goto(fleet.url("/shell/vault-01"));
  await terminal(page).first().waitFor();
  await shoot(page, look, "behind-a-jump", 1200);
  const session = await terminal(page).first().getAttribute("data-session");
  await page.goto(fleet.url(`/sessions/${session}?details`));
  await page.getByText("Key exchange").first().waitFor();
  await shoot(page, look, "session-details");
  await page.goto(fleet.url("/shell"));
  if (!isPhone) {
    await page.getByRole("button", { name: "all keys" }).click();
    await shoot(page, look, "keys");
  }
});

// 2. Ten thousand machines, one of them real.
const many = portal();
const file = join(many.data, "inventory.yaml");
const asking = await promptingServers(looks.length);
process.on("exit", asking.end);
writeFileSync(file, inventory(sshPorts[0], asking.ports));
await many.start(file, "--WebShell:Reachability:Off:0=role:db"); // the machines that ask answer one connection each
const manyState = await signIn(many);
await inEveryLook(many, manyState, async (page, look) => {
  await page.goto(many.url("/"));
  await connect(page, "build-01").waitFor();
  await shoot(page, look, "machines");
  await page.goto(many.url("/?q=web&tag=env:prod&tag=site:fra1"));
  await page.locator("td.name").nth(4).click();
  await page.getByRole("button", { name: "Close panel" }).waitFor();
  await shoot(page, look, "machines-panel");
  await page.goto(many.url("/?q=wbe&tag=env:prod"));
  await page.getByRole("button", { name: "Drop wbe" }).waitFor();
  await shoot(page, look, "machines-no-match");
  await page.goto(many.url("/"));
  await connect(page, "build-01").waitFor();
  await page.waitForTimeout(500);
  await page.keyboard.press("Control+Shift+K");
  await page.getByRole("combobox").fill("stw12");
  await page.locator(".pal .opt em").first().waitFor();
  await shoot(page, look, "palette");
  await page.goto(many.url("/vms/web-31"));
  await connect(page, "web-31").waitFor();
  await shoot(page, look, "machine");
  await page.goto(many.url("/vms/nosuch"));
  await page.getByText("There is no machine named").waitFor();
  await shoot(page, look, "no-such-machine");
  await page.goto(many.url("/shell"));
  await page.getByText("No open shells").waitFor();
  await shoot(page, look, "no-shells");
  await page.goto(many.url("/shell/web-31"));
  const dialog = page.getByRole("dialog", { name: "First connection to web-31" });
  await dialog.waitFor();
  await shoot(page, look, "host-key-first");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await shoot(page, look, "failed");
});

// 3. The same machine with its key pinned: the password; then with another key.
{
  const page = await open(many, looks[0], manyState);
  await page.goto(many.url("/shell/web-31"));
  await page.getByRole("button", { name: "It matches, pin and connect" }).click();
  await page.getByRole("dialog", { name: "Sign in to web-31" }).waitFor();
  await page.context().close();
}
await inEveryLook(many, manyState, async (page, look) => {
  await page.goto(many.url("/shell/web-31"));
  await page.getByRole("dialog", { name: "Sign in to web-31" }).waitFor();
  await shoot(page, look, "sign-in");
  const dialog = page.getByRole("dialog", { name: "Sign in to web-31" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "hidden" }); // one question at a time
  // Each answers one connection.
  await page.goto(many.url(`/shell/db-${31 + looks.indexOf(look)}`));
  await page.getByRole("button", { name: "It matches, pin and connect" }).click();
  await page.getByRole("dialog", { name: /^Sign in to db-/ }).getByText("What the machine asks").click();
  await page.getByRole("button", { name: /^Sign in/ }).click();
  const prompts = page.getByRole("dialog", { name: /asks for 2 answers/ });
  await prompts.waitFor();
  await prompts.getByLabel(/^Password/).fill("correct horse");
  await prompts.getByLabel(/^Verification code/).fill("419");
  await shoot(page, look, "prompts");
});
await many.stop({ keepData: true });
writeFileSync(file, inventory(sshPorts[1]));
await many.start(file, "--WebShell:Reachability:Off:0=role:db");
const changedState = await signIn(many);
await inEveryLook(many, changedState, async (page, look) => {
  await page.goto(many.url("/shell/web-31"));
  await page.getByRole("alertdialog").waitFor();
  await shoot(page, look, "host-key-changed");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("button", { name: "What happened" }).click();
  await shoot(page, look, "doctor");
  await page.goto(many.url("/admin/host-keys"));
  await page.getByRole("alertdialog").getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("button", { name: "Compare the keys of web-31" }).click();
  await shoot(page, look, "host-key-replace");
});
await many.stop();
asking.end();
await fleet.stop();

// 4. An inventory with a mistake, and none at all.
const broken = portal();
const brokenFile = join(broken.data, "inventory.yaml");
writeFileSync(brokenFile, inventory().replace("port: 22,", "port: 22o2,"));
await broken.start(brokenFile);
await inEveryLook(broken, await signIn(broken), async (page, look) => {
  await page.goto(broken.url("/"));
  await page.getByText("Not all of the inventory could be taken over.").waitFor();
  await shoot(page, look, "inventory-mistake");
});
await broken.stop();

const empty = await portal().start(undefined, "--no-demo");
const emptyState = await signIn(empty);
await inEveryLook(empty, emptyState, async (page, look) => {
  await page.goto(empty.url("/"));
  await page.getByText("No machines yet").waitFor();
  await shoot(page, look, "no-machines");
});
await inEveryLook(empty, emptyState, async (page, look) => {
  // One list taken over, and the next one looked at.
  const list = rows => ({ name: "offices.csv", mimeType: "text/csv", buffer: Buffer.from(`name,address,logins,owner,label:env\n${rows.join("\n")}\n`) });
  const row = (i, owner) => `office-${i}-${look.name},192.0.2.${i},deploy,${owner},prod`;
  await page.goto(empty.url("/admin/sources"));
  await page.getByRole("button", { name: "Add source" }).click();
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill(`offices ${look.name}`);
  await page.getByRole("dialog").getByRole("button", { name: "Add source" }).click();
  await page.locator("input[type=file]:enabled").setInputFiles(list([10, 11, 12, 13].map(i => row(i, "team north"))));
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page.getByText("Done.").waitFor();
  await shoot(page, look, "source");
  await page.locator("input[type=file]:enabled").setInputFiles(list([row(10, "team south"), row(11, "team south"), row(12, "team north"), row(14, "team south"), "office 15,192.0.2.15,deploy,,"]));
  await page.getByRole("button", { name: "Changed" }).click();
  await shoot(page, look, "source-dry-run");
  await page.goto(empty.url("/admin/sources"));
  await page.getByRole("link", { name: `offices ${look.name}` }).waitFor();
  await shoot(page, look, "sources");

  // What is done to machines.
  await page.goto(empty.url("/"));
  await page.getByRole("button", { name: "Add machine" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name", { exact: true }).fill("web 15");
  await form.getByLabel("Address", { exact: true }).fill("192.0.2.15");
  await form.getByLabel("Labels, one a line", { exact: true }).fill("env:prod\nrole:web");
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByText("2 mistakes").waitFor();
  await shoot(page, look, "machine-add");
  await form.getByRole("button", { name: "Cancel" }).click();
  await page.locator("#machines tbody tr[id]").first().locator("td.name").click();
  await page.keyboard.press("Escape");
  await page.locator("#machines").focus();
  await page.keyboard.press("x");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  await page.getByRole("toolbar", { name: "Selected machines" }).waitFor();
  await shoot(page, look, "machines-selected");
  await page.getByRole("button", { name: "Label…" }).click();
  await page.getByRole("dialog").getByLabel("Labels to set, one a line").fill("rack:b7");
  await page.getByRole("dialog").getByRole("button", { name: /^Label/ }).click();
  await page.locator(".undo").waitFor();
  await shoot(page, look, "machines-undo");
});
await empty.stop();
await browser.close();
