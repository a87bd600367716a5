// A sealed box for what a member types: any page locks, only the page of that member opens.
// ECDH on P-256 with a fresh key an entry, HKDF, AES-GCM; the private half cannot leave the browser
// once imported, and is never stored (docs/adr/0012).

const CURVE = { name: "ECDH", namedCurve: "P-256" };

export async function boxOf({ x, y, d }) {
  const jwk = { kty: "EC", crv: "P-256", x, y };
  const lock = await crypto.subtle.importKey("jwk", jwk, CURVE, true, []);
  const key = d ? await crypto.subtle.importKey("jwk", { ...jwk, d }, CURVE, false, ["deriveBits"]) : null;
  return {
    canOpen: Boolean(key),

    async seal(content, label) {
      const fresh = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
      const sender = new Uint8Array(await crypto.subtle.exportKey("raw", fresh.publicKey));
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const cipher = await cipherOf(fresh.privateKey, lock, sender, "encrypt");
      const plain = new TextEncoder().encode(JSON.stringify(content));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(label) }, cipher, plain);
      return { sender, iv, data: new Uint8Array(data) };
    },

    // Throws where the box is another member's, another entry's, or was touched.
    async open({ sender, iv, data }, label) {
      const from = await crypto.subtle.importKey("raw", sender, CURVE, true, []);
      const cipher = await cipherOf(key, from, sender, "decrypt");
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(label) }, cipher, data);
      return JSON.parse(new TextDecoder().decode(plain));
    },
  };
}

async function cipherOf(own, other, salt, usage) {
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: bytes("sheet buffer") };
  return crypto.subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, [usage]);
}

function bytes(text) {
  return new TextEncoder().encode(text);
}
