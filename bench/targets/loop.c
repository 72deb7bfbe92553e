/*
 * The limit: what a loop in C can do that only accepts, reads frames and hands each on to everybody in its room.
 *
 *     loop PORT tick      joins what a room collected in one turn of the loop: one write for each client
 *     loop PORT message   one write for each message and client
 *
 * One thread, epoll, RFC 6455 without fragments or extensions. The room is the path of the request. A client that
 * does not keep up is cut off. Nothing is parsed, stored, numbered or acknowledged: no server that does is faster.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_FILES = 65536, IN_BYTES = 8192, OUT_BYTES = 1 << 20, TURN_EVENTS = 4096, TURN_BYTES = 1 << 22 };

struct room {
	char path[128];
	int *members; /* file descriptors */
	int count, space;
	uint8_t *batch; /* what this turn of the loop collected */
	size_t batch_size;
	bool is_waiting; /* listed among those that have a batch */
};

struct client {
	struct room *room; /* NULL until the handshake is over */
	int seat;          /* index in the room's members */
	size_t in_size;
	uint8_t in[IN_BYTES];
	uint8_t *out; /* what the socket did not take */
	size_t out_size;
};

static struct client *clients[MOST_FILES];
static struct room *rooms[MOST_FILES], *waiting[MOST_FILES];
static int room_count, waiting_count, poller;
static bool joins_a_turn;

static void *allocate(void *old, size_t size)
{
	void *memory = realloc(old, size);
	if (!memory)
		abort();
	return memory;
}

/* ---- the handshake: SHA-1 and base64 ------------------------------------------------------------------------- */

static uint32_t rotate(uint32_t word, int bits)
{
	return word << bits | word >> (32 - bits);
}

static void sha1_block(uint32_t state[5], const uint8_t *block)
{
	uint32_t w[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 80; i++)
		w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (int i = 0; i < 80; i++) {
		uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
		uint32_t k = i < 20 ? 0x5A827999 : i < 40 ? 0x6ED9EBA1 : i < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
		uint32_t next = rotate(a, 5) + f + e + k + w[i];
		e = d, d = c, c = rotate(b, 30), b = a, a = next;
	}
	state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

/* Of a text of at most 119 bytes: a key and the GUID have 60. */
static void sha1(const char *text, uint8_t digest[20])
{
	uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
	uint8_t padded[128] = {0};
	size_t size = strlen(text);
	memcpy(padded, text, size);
	padded[size] = 0x80;
	size_t end = size < 56 ? 64 : 128;
	padded[end - 2] = (uint8_t)(size * 8 >> 8);
	padded[end - 1] = (uint8_t)(size * 8);
	for (size_t at = 0; at < end; at += 64)
		sha1_block(state, padded + at);
	for (int i = 0; i < 20; i++)
		digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static void base64_of_digest(const uint8_t digest[20], char text[29])
{
	const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint8_t padded[21] = {0};
	memcpy(padded, digest, 20);
	for (int i = 0; i < 7; i++) {
		uint32_t word = (uint32_t)padded[3 * i] << 16 | padded[3 * i + 1] << 8 | padded[3 * i + 2];
		for (int j = 0; j < 4; j++)
			text[4 * i + j] = letters[word >> (18 - 6 * j) & 63];
	}
	text[27] = '=';
	text[28] = 0;
}

/* ---- rooms --------------------------------------------------------------------------------------------------- */

static struct room *room_named(const char *path)
{
	for (int i = 0; i < room_count; i++)
		if (!strcmp(rooms[i]->path, path))
			return rooms[i];
	struct room *room = allocate(NULL, sizeof *room);
	memset(room, 0, sizeof *room);
	strcpy(room->path, path);
	room->batch = allocate(NULL, TURN_BYTES);
	return rooms[room_count++] = room;
}

static void leave(int fd)
{
	struct client *client = clients[fd];
	if (client->room) {
		int last = client->room->members[--client->room->count];
		client->room->members[client->seat] = last;
		clients[last]->seat = client->seat;
	}
	close(fd);
	free(client->out);
	free(client);
	clients[fd] = NULL;
}

/* Write, or keep what the socket does not take; its end is noticed by the poller, never here. */
static void send_to(int fd, const uint8_t *bytes, size_t size)
{
	struct client *client = clients[fd];
	ssize_t taken = client->out_size ? 0 : send(fd, bytes, size, MSG_NOSIGNAL);
	if (taken < 0)
		taken = 0;
	size_t rest = size - (size_t)taken;
	if (!rest)
		return;
	if (client->out_size + rest > OUT_BYTES) {
		shutdown(fd, SHUT_RDWR);
		return;
	}
	if (!client->out_size) {
		struct epoll_event both = {.events = EPOLLIN | EPOLLOUT, .data.fd = fd};
		epoll_ctl(poller, EPOLL_CTL_MOD, fd, &both);
	}
	client->out = allocate(client->out, client->out_size + rest);
	memcpy(client->out + client->out_size, bytes + taken, rest);
	client->out_size += rest;
}

static void send_rest(int fd)
{
	struct client *client = clients[fd];
	ssize_t taken = send(fd, client->out, client->out_size, MSG_NOSIGNAL);
	if (taken <= 0)
		return;
	client->out_size -= (size_t)taken;
	memmove(client->out, client->out + taken, client->out_size);
	if (!client->out_size) {
		struct epoll_event in = {.events = EPOLLIN, .data.fd = fd};
		epoll_ctl(poller, EPOLL_CTL_MOD, fd, &in);
	}
}

static void send_to_room(struct room *room, const uint8_t *bytes, size_t size)
{
	for (int i = 0; i < room->count; i++)
		send_to(room->members[i], bytes, size);
}

static void send_batch(struct room *room)
{
	send_to_room(room, room->batch, room->batch_size);
	room->batch_size = 0;
}

static void publish(struct room *room, const uint8_t *payload, size_t size)
{
	uint8_t frame[IN_BYTES + 4] = {0x81, (uint8_t)size};
	size_t head = 2;
	if (size >= 126) {
		frame[1] = 126;
		frame[2] = (uint8_t)(size >> 8);
		frame[3] = (uint8_t)size;
		head = 4;
	}
	memcpy(frame + head, payload, size);
	size += head;
	if (!joins_a_turn) {
		send_to_room(room, frame, size);
		return;
	}
	if (room->batch_size + size > TURN_BYTES)
		send_batch(room);
	memcpy(room->batch + room->batch_size, frame, size);
	room->batch_size += size;
	if (!room->is_waiting) {
		room->is_waiting = true;
		waiting[waiting_count++] = room;
	}
}

/* ---- what comes in ------------------------------------------------------------------------------------------- */

static bool shake_hands(int fd)
{
	struct client *client = clients[fd];
	client->in[client->in_size] = 0;
	char *head = (char *)client->in, path[128], key[64], joined[128], accept[29], answer[256];
	if (!strstr(head, "\r\n\r\n"))
		return client->in_size < IN_BYTES - 1;
	char *line = strcasestr(head, "\r\nsec-websocket-key:");
	if (sscanf(head, "GET %127s ", path) != 1 || !line || sscanf(line + 20, " %63s", key) != 1)
		return false;
	uint8_t digest[20];
	snprintf(joined, sizeof joined, "%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
	sha1(joined, digest);
	base64_of_digest(digest, accept);
	int size = snprintf(answer, sizeof answer,
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Accept: %s\r\n\r\n", accept);
	client->in_size = 0;
	struct room *room = client->room = room_named(path);
	if (room->count == room->space)
		room->members = allocate(room->members, sizeof(int) * (size_t)(room->space = 2 * room->space + 2));
	client->seat = room->count;
	room->members[room->count++] = fd;
	send_to(fd, (uint8_t *)answer, (size_t)size);
	return true;
}

/* Take each whole frame; false if the client must go. */
static bool take_frames(int fd)
{
	struct client *client = clients[fd];
	size_t at = 0;
	while (client->in_size - at >= 6) {
		uint8_t *frame = client->in + at;
		size_t size = frame[1] & 127, head = 6;
		if (size == 126) {
			size = (size_t)frame[2] << 8 | frame[3];
			head = 8;
		}
		if (!(frame[1] & 128) || (frame[1] & 127) == 127 || head + size > IN_BYTES)
			return false;
		if (client->in_size - at < head + size)
			break;
		uint8_t *payload = frame + head;
		for (size_t i = 0; i < size; i++)
			payload[i] ^= frame[head - 4 + (i & 3)];
		if (frame[0] == 0x81)
			publish(client->room, payload, size);
		else if ((frame[0] & 15) == 8)
			return false;
		at += head + size;
	}
	client->in_size -= at;
	memmove(client->in, client->in + at, client->in_size);
	return true;
}

static bool receive(int fd)
{
	struct client *client = clients[fd];
	ssize_t size = recv(fd, client->in + client->in_size, IN_BYTES - 1 - client->in_size, 0);
	if (size < 0)
		return errno == EAGAIN;
	client->in_size += (size_t)size;
	return size > 0 && (client->room ? take_frames(fd) : shake_hands(fd));
}

static void welcome_all(int listener)
{
	int fd, on = 1;
	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		clients[fd] = allocate(NULL, sizeof(struct client));
		memset(clients[fd], 0, sizeof(struct client));
		struct epoll_event in = {.events = EPOLLIN, .data.fd = fd};
		epoll_ctl(poller, EPOLL_CTL_ADD, fd, &in);
	}
}

static int listen_on(int port)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
	struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, (struct sockaddr *)&here, sizeof here) || listen(fd, 4096)) {
		perror("listen");
		exit(1);
	}
	return fd;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	joins_a_turn = !strcmp(argv[2], "tick");
	int listener = listen_on(atoi(argv[1]));
	poller = epoll_create1(0);
	struct epoll_event in = {.events = EPOLLIN, .data.fd = listener}, events[TURN_EVENTS];
	epoll_ctl(poller, EPOLL_CTL_ADD, listener, &in);
	for (;;) {
		int ready = epoll_wait(poller, events, TURN_EVENTS, -1);
		for (int i = 0; i < ready; i++) {
			int fd = events[i].data.fd;
			if (fd == listener) {
				welcome_all(listener);
				continue;
			}
			if (events[i].events & EPOLLOUT)
				send_rest(fd);
			if (events[i].events & ~(uint32_t)EPOLLOUT && !receive(fd))
				leave(fd);
		}
		for (int i = 0; i < waiting_count; i++) {
			waiting[i]->is_waiting = false;
			send_batch(waiting[i]);
		}
		waiting_count = 0;
	}
}
