// Ten thousand invented machines, always the same ones.
const sites = ["fra1", "ams2", "hel1"];
const applications = ["checkout", "edge", "api", "orders", "search", "mail"];
const systems = ["Debian 12", "Debian 12", "Alpine 3.20", "Ubuntu 24.04"];
const roles = [["web", "deploy, root"], ["db", "postgres"], ["cache", "deploy"], ["build", "ci"]];
const environments = [["prod", "", 20, 3000], ["staging", "stg-", 40, 2000], ["dev", "dev-", 50, 3000], ["lab", "lab-", 60, 2000]];

function line({ name, address, port = 22, logins, os, owner, env, role, site, app, allowLoopback }) {
  return `  - { name: ${name}, address: ${address}, port: ${port}, logins: [${logins}], os: ${os}, owner: ${owner}, `
    + `${allowLoopback ? "allowLoopback: true, " : ""}labels: { env: ${env}, role: ${role}, site: ${site}, app: ${app} } }`;
}

/**
 * @param {number} [sshPort] a real SSH server on loopback, listed as web-31
 * @param {number[]} [asking] servers on loopback that ask in their own words, listed as db-31 and on
 */
export function inventory(sshPort, asking = []) {
  const lines = ["machines:"];
  for (const [env, prefix, net, count] of environments) {
    for (let i = 0; i < count; i++) {
      const pick = (list, factor) => list[Math.floor(i / factor) % list.length];
      const [role, logins] = roles[i % roles.length];
      const app = pick(applications, 3);
      lines.push(line({
        name: `${prefix}${role}-${String(i / roles.length + 1 | 0).padStart(2, "0")}`, address: `10.${net}.${i / 250 | 0}.${i % 250 + 1}`,
        logins, os: pick(systems, 5), owner: `team ${app}`, env, role, site: pick(sites, 2), app,
      }));
    }
  }

  const replace = (name, port, logins, role) => {
    const at = lines.findIndex(text => text.includes(`name: ${name},`));
    lines[at] = line({ name, address: "127.0.0.1", port, logins, os: "Debian 12", owner: "team checkout", env: "prod", role, site: "fra1", app: "checkout", allowLoopback: true });
  };
  if (sshPort) replace("web-31", sshPort, "deploy, root", "web");
  asking.forEach((port, i) => replace(`db-${31 + i}`, port, "postgres", "db"));
  return lines.join("\n") + "\n";
}
