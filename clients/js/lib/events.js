// Server-sent events.

export async function* eventsOf(body) {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      const events = text.split(/\r?\n\r?\n/)
      text = events.pop()
      for (const event of events) {
        const data = event.split(/\r?\n/).filter((line) => line.startsWith('data:'))
        if (data.length) yield JSON.parse(data.map((line) => line.slice(5)).join('\n'))
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}
