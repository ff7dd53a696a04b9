// The console begins here: the list of its pages, and the shell around them.

import { start } from './shell.js'

start({
  outbox: { title: ['Outbox', '发件箱'], load: () => import('./pages/outbox.js') },
  users: { title: ['Users', '用户'], load: () => import('./pages/users.js') },
  requests: { title: ['Requests', '请求'], load: () => import('./pages/requests.js') },
  faults: { title: ['Faults', '故障'], load: () => import('./pages/faults.js') },
  pools: { title: ['Pools', '用户池'], load: () => import('./pages/pools.js') },
  connect: { title: ['Connect', '接入'], load: () => import('./pages/connect.js') },
  coverage: { title: ['Coverage', '覆盖'], load: () => import('./pages/coverage.js') },
})
