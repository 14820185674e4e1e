import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';

/**
 * A report and who signed it. It proves that nobody changed it since, and that two reports come from the same learner's
 * lab; it cannot prove who sat in front of it. Whoever changes it can sign it anew, but only as another signer.
 */
export const SignedReport = Type.Object({
  /** The signed text itself, byte for byte: JSON written anew may differ in spaces. */
  report: Type.String(),
  algorithm: Type.Literal('Ed25519'),
  /** SubjectPublicKeyInfo in PEM. */
  public_key: Type.String(),
  /** Base64. */
  signature: Type.String(),
});
export type SignedReport = Static<typeof SignedReport>;

/** A new private key, PKCS #8 in PEM. */
export function newSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function signReport(report: unknown, privateKeyPem: string): SignedReport {
  const key = createPrivateKey(privateKeyPem);
  const text = JSON.stringify(report);
  return {
    report: text,
    algorithm: 'Ed25519',
    public_key: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    signature: sign(null, Buffer.from(text), key).toString('base64'),
  };
}

/** 16 hexadecimal digits that stand for a key: the beginning of its SHA-256. The same in every report of one learner. */
export const signerOf = ({ public_key }: Pick<SignedReport, 'public_key'>): string =>
  createHash('sha256')
    .update(createPublicKey(public_key).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

/**
 * @returns the report, and who has signed it, where the signature is of this text and this key
 * @throws Error that says what is wrong with the file, or that it was changed
 */
export function verifyReport(document: unknown): { readonly report: unknown; readonly signer: string } {
  if (!Value.Check(SignedReport, document)) throw new Error('this is no signed report');
  const { report, public_key, signature } = document;
  let genuine: boolean;
  try {
    genuine = verify(
      null,
      Buffer.from(report),
      createPublicKey(public_key),
      Buffer.from(signature, 'base64'),
    );
  } catch (error) {
    throw new Error('the public key of this report is none', { cause: error });
  }
  if (!genuine) throw new Error('the signature does not fit: this report was changed after it was signed');
  return { report: JSON.parse(report), signer: signerOf(document) };
}
