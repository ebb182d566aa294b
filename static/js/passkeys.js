// Passkeys: the browser's part of adding one, signing in with one, proving who one is with one.
//
//   <form data-passkey-add="id of the options">     adds a passkey
//   <form data-passkey-prove="id of the options">   proves with one
//   <form data-passkey-sign-in>                     signs in with one; asks the server for options
//
// The answer goes into the form's field "credential", and the form is sent. What carries
// [data-passkey] is shown only where passkeys work, [data-passkey-none] only where they do not.

const supported = "PublicKeyCredential" in window;

for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = !supported;
for (const part of document.querySelectorAll("[data-passkey-none]")) part.hidden = supported;

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const withBytes = (credentials) => credentials?.map((known) => ({ ...known, id: bytes(known.id) }));

async function create(options, alone) {
  const { publicKey } = options;
  const selection = { ...publicKey.authenticatorSelection };
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      authenticatorSelection: selection,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
    },
  });
}

async function get({ publicKey }) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
}

const ANSWERS = [
  "clientDataJSON",
  "attestationObject",
  "authenticatorData",
  "signature",
  "userHandle",
];

function toJson(credential) {
  const response = {};
  for (const name of ANSWERS) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

const fromPage = (id) => JSON.parse(document.getElementById(id).textContent);

async function fromServer(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
}

function connect(form, ask) {
  const error = form.parentElement.querySelector("[data-passkey-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    try {
      form.elements.credential.value = toJson(await ask());
      form.submit();
    } catch (problem) {
      error.textContent =
        problem.name === "InvalidStateError"
          ? "There is a passkey for this account on this device already."
          : "That did not work, or it was canceled. Try again.";
      error.hidden = false;
    }
  });
}

for (const form of document.querySelectorAll("form[data-passkey-add]")) {
  connect(form, () => {
    const { creation_options } = fromPage(form.dataset.passkeyAdd);
    return create(creation_options, form.elements.passwordless.checked);
  });
}
for (const form of document.querySelectorAll("form[data-passkey-prove]")) {
  connect(form, () => get(fromPage(form.dataset.passkeyProve).request_options));
}
for (const form of document.querySelectorAll("form[data-passkey-sign-in]")) {
  connect(form, async () => get(await fromServer(form.action)));
}
