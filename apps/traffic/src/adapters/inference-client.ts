import { randomUUID } from 'node:crypto';
import { PredictResponse } from '@lab/contracts';
import { failSpan, REQUEST_ID_HEADER, sampledTraceId, withSpan } from '@lab/instrumentation';
import { Compile } from 'typebox/compile';
import type { Outcome } from '../domain/outcome.ts';
import { PeerError } from '../errors.ts';
import type { HttpPeer, PeerAnswer } from './http-peer.ts';

const predictResponse = Compile(PredictResponse);

export interface PurchaseAnswer {
  readonly outcome: Outcome;
  readonly requestId: string;
  /** The trace that the purchase began, where it is sampled. */
  readonly traceId: string | undefined;
  readonly status: number | undefined;
  readonly error: PeerError | undefined;
  /** Undefined unless the outcome is a success. */
  readonly prediction: PredictResponse | undefined;
}

/** Asks for decisions. Each purchase is the root of a trace: customer → inference → features → SQL. */
export class InferenceClient {
  readonly #peer: HttpPeer;

  constructor(peer: HttpPeer) {
    this.#peer = peer;
  }

  /** @param transaction the body of POST /predict, spoiled or not */
  async predict(
    transaction: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PurchaseAnswer> {
    const requestId = randomUUID();
    return await withSpan('customer_purchase', { 'request.id': requestId }, async (span) => {
      const answer = await this.#peer.send('POST', '/predict', transaction, {
        ...headers,
        [REQUEST_ID_HEADER]: requestId,
      });
      const { outcome, error, prediction } = readPrediction(answer);
      span.setAttribute('purchase.outcome', outcome);
      if (prediction !== undefined) span.setAttribute('purchase.decision', prediction.decision);
      if (error !== undefined) failSpan(span, error);
      return {
        outcome,
        requestId,
        traceId: sampledTraceId(span),
        status: answer.status,
        error,
        prediction,
      };
    });
  }

  /** Whether the service says that it can answer. */
  async isReady(): Promise<boolean> {
    return (await this.#peer.send('GET', '/readyz')).outcome === 'success';
  }

  async close(): Promise<void> {
    await this.#peer.close();
  }
}

type Reading = Pick<PurchaseAnswer, 'outcome' | 'error' | 'prediction'>;

/** A 200 that is no prediction has failed the customer as much as a 500. */
function readPrediction({ outcome, status, body, error }: PeerAnswer): Reading {
  if (outcome !== 'success') return { outcome, error, prediction: undefined };
  if (predictResponse.Check(body)) return { outcome, error, prediction: body };
  const cause = new TypeError('the answer is no prediction');
  return {
    outcome: 'server_error',
    error: new PeerError('server_error', status, cause),
    prediction: undefined,
  };
}
