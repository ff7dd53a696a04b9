// The console begins here: the list of its pages, and the shell around them.

import { start } from './shell.js'

start({
  outbox: {
    title: ['Outbox', '发件箱'],
    views: {
      '': { title: ['Messages', '消息'], load: () => import('./pages/outbox.js') },
      approvals: {
        title: ['Approvals', '待批准登录'], load: () => import('./pages/approvals.js'),
        count: async (page) => (await import('./pages/approvals.js')).waiting(page),
      },
      captchas: { title: ['Captchas', '图形验证码'], load: () => import('./pages/captchas.js') },
    },
  },
  users: { title: ['Users', '用户'], views: { '': { title: ['Users', '用户'], load: () => import('./pages/users.js') } } },
  requests: {
    title: ['Requests', '请求'],
    views: {
      '': { title: ['Received', '收到的请求'], load: () => import('./pages/requests.js') },
      webhooks: { title: ['Webhooks', 'Webhook'], load: () => import('./pages/deliveries.js') },
      events: { title: ['Events', '事件'], load: () => import('./pages/events.js') },
    },
  },
  faults: { title: ['Faults', '故障'], views: { '': { title: ['Faults', '故障'], load: () => import('./pages/faults.js') } } },
  pools: { title: ['Pools', '用户池'], views: { '': { title: ['Pools', '用户池'], load: () => import('./pages/pools.js') } } },
  connect: { title: ['Connect', '接入'], views: { '': { title: ['Connect', '接入'], load: () => import('./pages/connect.js') } } },
  coverage: { title: ['Coverage', '覆盖'], views: { '': { title: ['Coverage', '覆盖'], load: () => import('./pages/coverage.js') } } },
})
