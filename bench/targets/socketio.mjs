/** A room server on Socket.IO 4, as its documentation writes it: `node socketio.mjs PORT`. */

import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], serveClient: false })

io.on('connection', (socket) => {
  socket.on('join', async (room, joined) => {
    await socket.join(room)
    joined()
  })
  socket.on('say', (room, body) => {
    io.to(room).emit('say', body)
  })
})

http.listen(Number(process.argv[2]), '127.0.0.1')
