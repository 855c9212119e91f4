/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/http/http1.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

/* A head while it is being read. */
struct head {
	struct http1_request *request;
	size_t content_length;
	size_t field_count;
	bool has_content_length;
	bool has_transfer_encoding;
	bool has_expect;
	bool wants_close;
	bool wants_keep_alive;
};

bool http1_text_is(struct http1_text text, const char *word)
{
	return text.at && text.size == strlen(word) && !strncasecmp(text.at, word, text.size);
}

bool http1_text_equals(struct http1_text text, const char *word)
{
	return text.size == strlen(word) && !memcmp(text.at, word, text.size);
}

static bool is_token(struct http1_text text)
{
	static const char allowed[] = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	for (size_t i = 0; i < text.size; i++)
		if (!memchr(allowed, text.at[i], sizeof(allowed) - 1))
			return false;
	return text.size > 0;
}

struct http1_text http1_trimmed(const char *from, const char *to)
{
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	return (struct http1_text){from, (size_t)(to - from)};
}

static void read_connection_options(struct head *head, struct http1_text list)
{
	const char *end = list.at + list.size;
	for (const char *at = list.at; at < end;) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *stop = comma ? comma : end;
		struct http1_text option = http1_trimmed(at, stop);
		head->wants_close |= http1_text_is(option, "close");
		head->wants_keep_alive |= http1_text_is(option, "keep-alive");
		at = stop + 1;
	}
}

static enum problem read_content_length(struct head *head, struct http1_text value)
{
	/* A repeated field is refused even with equal values: some proxies take the first, some the last. */
	if (head->has_content_length || !value.size || value.size > 18)
		return PROBLEM_CONTENT_LENGTH;
	uint64_t length = 0;
	for (size_t i = 0; i < value.size; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return PROBLEM_CONTENT_LENGTH;
		length = length * 10 + (uint64_t)(value.at[i] - '0');
	}
	head->has_content_length = true;
	head->content_length = length > HTTP1_MAX_BODY ? HTTP1_MAX_BODY + 1 : (size_t)length;
	return PROBLEM_NONE;
}

static enum problem take_single(struct http1_text *field, struct http1_text value)
{
	if (field->at)
		return PROBLEM_BAD_HEADER;
	*field = value;
	return PROBLEM_NONE;
}

static enum problem read_expect(struct head *head, struct http1_text value)
{
	if (head->has_expect || !http1_text_is(value, "100-continue"))
		return PROBLEM_EXPECTATION;
	head->has_expect = true;
	return PROBLEM_NONE;
}

static enum problem take_field(struct head *head, struct http1_text name, struct http1_text value)
{
	struct http1_request *request = head->request;
	if (http1_text_is(name, "Content-Length"))
		return read_content_length(head, value);
	if (http1_text_is(name, "Transfer-Encoding"))
		head->has_transfer_encoding = true;
	else if (http1_text_is(name, "Host"))
		return take_single(&request->host, value) == PROBLEM_NONE ? PROBLEM_NONE : PROBLEM_HOST;
	else if (http1_text_is(name, "Authorization"))
		return take_single(&request->authorization, value);
	else if (http1_text_is(name, "Content-Type"))
		return take_single(&request->content_type, value);
	else if (http1_text_is(name, "X-Forwarded-For"))
		request->forwarded_for = value;
	else if (http1_text_is(name, "Connection"))
		read_connection_options(head, value);
	else if (http1_text_is(name, "Expect"))
		return read_expect(head, value);
	return PROBLEM_NONE;
}

static enum problem read_field(struct head *head, const char *line, const char *end)
{
	if (++head->field_count > HTTP1_MAX_FIELDS)
		return PROBLEM_HEADER_TOO_LARGE;
	const char *colon = memchr(line, ':', (size_t)(end - line));
	/* A folded line begins with white space, which is no token; so is a space before the colon. */
	if (!colon || !is_token((struct http1_text){line, (size_t)(colon - line)}))
		return PROBLEM_BAD_HEADER;
	return take_field(head, (struct http1_text){line, (size_t)(colon - line)}, http1_trimmed(colon + 1, end));
}

/* The absolute form is legal for any request ("GET http://host/path"); a proxy may send it. */
static struct http1_text path_of_target(struct http1_text target)
{
	const char *end = target.at + target.size;
	const char *path = target.at;
	if (target.size > 7 && !strncasecmp(path, "http://", 7)) {
		path = memchr(path + 7, '/', target.size - 7);
		if (!path)
			return (struct http1_text){"/", 1};
	}
	const char *query = memchr(path, '?', (size_t)(end - path));
	return (struct http1_text){path, (size_t)((query ? query : end) - path)};
}

static enum problem read_version(struct http1_request *request, struct http1_text version)
{
	if (version.size != 8 || memcmp(version.at, "HTTP/", 5) != 0 || version.at[6] != '.')
		return PROBLEM_BAD_REQUEST_LINE;
	if (version.at[5] != '1' || version.at[7] < '0' || version.at[7] > '1')
		return PROBLEM_HTTP_VERSION;
	request->is_1_1 = version.at[7] == '1';
	return PROBLEM_NONE;
}

static enum problem read_target(struct http1_request *request, struct http1_text target)
{
	for (size_t i = 0; i < target.size; i++)
		if ((unsigned char)target.at[i] <= ' ' || (unsigned char)target.at[i] >= 0x7f || target.at[i] == '#')
			return PROBLEM_BAD_REQUEST_LINE;
	if (target.size > HTTP1_MAX_PATH)
		return PROBLEM_URI_TOO_LONG;
	request->path = path_of_target(target);
	/* "*" and "host:port" belong to OPTIONS and CONNECT, which a server of documents need not know. */
	return request->path.size && request->path.at[0] == '/' ? PROBLEM_NONE : PROBLEM_BAD_REQUEST_LINE;
}

static enum problem read_request_line(struct http1_request *request, const char *line, const char *end)
{
	const char *space = memchr(line, ' ', (size_t)(end - line));
	if (!space)
		return PROBLEM_BAD_REQUEST_LINE;
	request->method = (struct http1_text){line, (size_t)(space - line)};
	const char *target = space + 1;
	space = memchr(target, ' ', (size_t)(end - target));
	if (!space || !is_token(request->method))
		return PROBLEM_BAD_REQUEST_LINE;
	enum problem problem = read_version(request, (struct http1_text){space + 1, (size_t)(end - space - 1)});
	if (problem != PROBLEM_NONE)
		return problem;
	return read_target(request, (struct http1_text){target, (size_t)(space - target)});
}

/* After all fields: rules that concern several of them. */
static enum problem judge_framing(struct head *head)
{
	struct http1_request *request = head->request;
	if (request->is_1_1 && !request->host.at)
		return PROBLEM_HOST;
	if (head->has_transfer_encoding)
		return head->has_content_length ? PROBLEM_CONTENT_LENGTH : PROBLEM_LENGTH_REQUIRED;
	if (!head->has_content_length && http1_text_is(request->method, "POST"))
		return PROBLEM_LENGTH_REQUIRED;
	return head->content_length > HTTP1_MAX_BODY ? PROBLEM_BODY_TOO_LARGE : PROBLEM_NONE;
}

/* data: a complete head of checked bytes, so every LF follows a CR. */
static enum problem read_head(const char *data, size_t head_size, struct http1_request *request)
{
	struct head head = {.request = request};
	const char *line = data;
	enum problem problem = PROBLEM_INVALID;
	memset(request, 0, sizeof(*request));
	for (bool is_first = true;; is_first = false) {
		const char *end = memchr(line, '\r', head_size - (size_t)(line - data));
		if (end == line && !is_first)
			break;
		problem = is_first ? read_request_line(request, line, end) : read_field(&head, line, end);
		if (problem != PROBLEM_NONE)
			return problem;
		line = end + 2;
	}
	problem = judge_framing(&head);
	request->wants_close = head.wants_close || (!request->is_1_1 && !head.wants_keep_alive);
	request->expects_continue = head.has_expect && request->is_1_1;
	request->body = (struct http1_text){data + head_size, head.content_length};
	request->size = head_size + head.content_length;
	return problem;
}

static bool is_head_byte(unsigned char c, bool follows_cr)
{
	if (c == '\n' || follows_cr)
		return c == '\n' && follows_cr;
	return c == '\t' || c == '\r' || (c >= ' ' && c != 0x7f);
}

/* Checks the new bytes of a head, one by one, and finds its end. Garbage is refused at its first bad byte: a TLS
 * handshake never brings the empty line that would end a head. */
static enum problem scan_head(struct http1_reader *reader, const char *data, size_t size)
{
	size_t limit = size < HTTP1_MAX_HEAD ? size : HTTP1_MAX_HEAD;
	for (size_t i = reader->scanned; i < limit; i++) {
		unsigned char c = (unsigned char)data[i];
		if (!is_head_byte(c, i && data[i - 1] == '\r'))
			return i < 8 ? PROBLEM_NOT_HTTP : PROBLEM_BAD_HEADER;
		reader->scanned = i + 1;
		if (c == '\n' && i >= 3 && data[i - 2] == '\n') {
			reader->head_size = i + 1;
			return PROBLEM_NONE;
		}
	}
	if (reader->scanned < HTTP1_MAX_HEAD)
		return PROBLEM_NONE;
	/* So that the client knows which of the two to shorten. */
	return memchr(data, '\r', limit) ? PROBLEM_HEADER_TOO_LARGE : PROBLEM_URI_TOO_LONG;
}

enum http1_result http1_read(struct http1_reader *reader, const char *data, size_t size, struct http1_request *request)
{
	reader->problem = reader->head_size ? PROBLEM_NONE : scan_head(reader, data, size);
	if (reader->problem != PROBLEM_NONE)
		return HTTP1_BAD;
	if (!reader->head_size)
		return HTTP1_MORE;
	if (reader->total_size && size < reader->total_size)
		return HTTP1_BODY;
	reader->problem = read_head(data, reader->head_size, request);
	if (reader->problem != PROBLEM_NONE)
		return HTTP1_BAD;
	reader->total_size = request->size;
	reader->expects_continue = request->expects_continue;
	return size < request->size ? HTTP1_BODY : HTTP1_DONE;
}
