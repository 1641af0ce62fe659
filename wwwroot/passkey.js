// Asks the browser for a passkey when the form is sent, and sends what it answers (WebAuthn level 3, section 5.1).
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const isNew = form.dataset.passkey === "create";
  const problem = form.querySelector("[role=alert]");
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    form.hidden = !isNew;
    say("This browser knows no passkeys, or the page did not come over https.");
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value === "remove") return;
    event.preventDefault();
    problem.hidden = true;
    try {
      const answer = await fetch(form.dataset.options, { method: "POST" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { options, state } = await answer.json();
      const credential = isNew
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential);
      form.elements.state.value = state;
      form.submit();
    } catch (e) {
      say(e.name === "InvalidStateError" ? "There is a passkey for you on this device already." : "The browser gave no passkey. Try again.");
    }
  });

  function say(text) {
    problem.hidden = false;
    problem.querySelector("span").textContent = text;
  }
}
