import express from 'express';
import request from 'supertest';
import { createHealthRouter } from './healthRouter';

describe('healthRouter', () => {
  it.each([
    [true, 200, 'ok'],
    [false, 503, 'unavailable'],
  ])('says whether the worker works: %s', async (ok, status, word) => {
    const app = express().use(
      createHealthRouter({
        health: () => ({ ok, reason: 'host db-1 does not answer' }),
      }),
    );
    const answer = await request(app).get('/health');
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ status: word });
  });
});
