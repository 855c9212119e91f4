/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The limit of any worker thread: a TCP socket and nothing else, but the write() is made by a second thread, which a
 * post wakes through an eventfd. */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "subject.h"
#include "tcp.h"

enum { MAX_TEXT = 512, MAX_POSTED = 1024, END_OF_POSTS = -1 };

struct post {
	int seq;
	uint64_t sent_ns;
};

struct subject {
	int socket;
	int wake;
	uint64_t connect_ns;
	pthread_t thread;
	pthread_mutex_t lock; /* guards posted, first, count */
	pthread_cond_t has_room;
	struct post posted[MAX_POSTED];
	int first, count;
};

static void put(struct subject *subject, struct post post)
{
	uint64_t one = 1;
	pthread_mutex_lock(&subject->lock);
	while (subject->count == MAX_POSTED)
		pthread_cond_wait(&subject->has_room, &subject->lock);
	subject->posted[(subject->first + subject->count++) % MAX_POSTED] = post;
	pthread_mutex_unlock(&subject->lock);
	if (write(subject->wake, &one, sizeof(one)) != sizeof(one))
		fail("eventfd");
}

static bool take(struct subject *subject, struct post *post)
{
	bool has_one = false;
	pthread_mutex_lock(&subject->lock);
	if (subject->count > 0) {
		*post = subject->posted[subject->first];
		subject->first = (subject->first + 1) % MAX_POSTED;
		subject->count--;
		has_one = true;
		pthread_cond_signal(&subject->has_room);
	}
	pthread_mutex_unlock(&subject->lock);
	return has_one;
}

static void send_post(struct subject *subject, const struct post *post)
{
	char text[MAX_TEXT];
	int length = write_command(text, sizeof(text) - 1, post->seq, post->sent_ns);
	text[length] = '\n';
	tcp_write(subject->socket, text, (size_t)length + 1);
}

static void *work(void *ctx)
{
	struct subject *subject = ctx;
	struct post post = {0};
	uint64_t posts = 0;
	while (read(subject->wake, &posts, sizeof(posts)) == sizeof(posts)) {
		while (take(subject, &post)) {
			if (post.seq == END_OF_POSTS)
				return NULL;
			send_post(subject, &post);
		}
	}
	fail("eventfd");
	return NULL;
}

struct subject *subject_start(int port)
{
	struct subject *subject = calloc(1, sizeof(*subject));
	subject->socket = tcp_connect_and_ping(port, &subject->connect_ns);
	subject->wake = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&subject->lock, NULL);
	pthread_cond_init(&subject->has_room, NULL);
	if (subject->wake < 0 || pthread_create(&subject->thread, NULL, work, subject) != 0)
		fail("the second thread");
	return subject;
}

uint64_t subject_connect_ns(const struct subject *subject)
{
	return subject->connect_ns;
}

void subject_post(struct subject *subject, int seq)
{
	put(subject, (struct post){.seq = seq, .sent_ns = now_ns()});
}

void subject_flood(struct subject *subject, int count)
{
	for (int seq = 0; seq < count; seq++)
		subject_post(subject, seq);
}

void subject_stop(struct subject *subject)
{
	put(subject, (struct post){.seq = END_OF_POSTS});
	pthread_join(subject->thread, NULL);
	pthread_cond_destroy(&subject->has_room);
	pthread_mutex_destroy(&subject->lock);
	close(subject->wake);
	close(subject->socket);
	free(subject);
}
