// The same types for a program of CommonJS.
import { Server, type Pool } from 'genauth-mock-client'
import client = require('genauth-mock-client')

export async function first(): Promise<string> {
  const pool: Pool = await new Server().createPool({ name: 'Shop' })
  // @ts-expect-error an unknown key of a pool document
  await new client.Server().createPool({ nmae: 'Shop' })
  return pool.outbox.waitCode('ann@example.test')
}
