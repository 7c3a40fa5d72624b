// Entries that wait on this device. Each is sealed for its person's public key the moment it is made, by a key of its own
// that is forgotten at once: what lies here opens on the server only, and only for that person. The order is kept.

const DATABASE = "nirapod-sheets";
const ENTRIES = "entries";
const INFO = "nirapod sheet entry";
const BLOCK = 256; // entries are filled up to whole blocks, so that their length tells nothing

const bytesOf = (text) => new TextEncoder().encode(text);
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

function toBase64(bytes) {
  let text = "";
  for (const one of bytes) text += String.fromCharCode(one);
  return btoa(text);
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

function filled(text) {
  const bytes = bytesOf(text);
  const rest = (BLOCK - (bytes.length % BLOCK)) % BLOCK;
  return joined(bytes, bytesOf(" ".repeat(rest)));
}

export async function sealed(owner, id, entry) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", fromBase64(owner.point), curve, false, []);
  const pair = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytesOf(INFO) };
  const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = bytesOf(`${owner.sheet}|${id}|${owner.key}`);
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, filled(JSON.stringify(entry)));
  const point = await crypto.subtle.exportKey("raw", pair.publicKey);
  return joined(new Uint8Array(point), iv, new Uint8Array(text));
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ENTRIES, { keyPath: "place", autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// owner: {sheet, key, point}. Null where this browser cannot keep anything sealed.
export async function openQueue(owner) {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return null;
  const database = await opened();
  const store = (mode) => database.transaction(ENTRIES, mode).objectStore(ENTRIES);
  const ofSheet = async () => (await done(store("readonly").getAll())).filter((one) => one.sheet === owner.sheet);

  return {
    async add(entry) {
      const id = crypto.randomUUID();
      const content = await sealed(owner, id, entry);
      await done(store("readwrite").add({ id, sheet: owner.sheet, key: owner.key, content }));
      return id;
    },
    async mine() {
      return (await ofSheet()).filter((one) => one.key === owner.key);
    },
    async foreign() {
      return (await ofSheet()).filter((one) => one.key !== owner.key).length;
    },
    async remove(ids) {
      const gone = new Set(ids);
      for (const one of await ofSheet()) {
        if (gone.has(one.id)) await done(store("readwrite").delete(one.place));
      }
    },
    body(entries, session) {
      const sent = entries.map(({ id, key, content }) => ({ id, key, sealed: toBase64(content) }));
      return JSON.stringify({ session, entries: sent });
    },
  };
}
