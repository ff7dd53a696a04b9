CREATE TABLE access_keys (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	secret VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);

CREATE INDEX ix_access_keys_user_pool_id ON access_keys (user_pool_id);

CREATE TABLE applications (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	secret VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	identifier VARCHAR NOT NULL, 
	logo VARCHAR NOT NULL, 
	description VARCHAR, 
	protocol VARCHAR NOT NULL, 
	is_integrate BOOLEAN NOT NULL, 
	app_type VARCHAR NOT NULL, 
	template VARCHAR, 
	redirect_uris JSON NOT NULL, 
	logout_redirect_uris JSON NOT NULL, 
	allowed_origins JSON NOT NULL, 
	token_endpoint_auth_method VARCHAR NOT NULL, 
	mfa JSON NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);

CREATE INDEX ix_applications_user_pool_id ON applications (user_pool_id);

CREATE TABLE attempts (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	who VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (seq)
);

CREATE INDEX attempts_of ON attempts (user_pool_id, kind, who);

CREATE TABLE authorization_codes (
	seq SERIAL NOT NULL, 
	code VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	authorization_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	app_id VARCHAR NOT NULL, 
	redirect_uri VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	nonce VARCHAR, 
	code_challenge VARCHAR, 
	code_challenge_method VARCHAR, 
	auth_time BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	used_at BIGINT, 
	PRIMARY KEY (seq), 
	UNIQUE (code, user_pool_id)
);

CREATE INDEX ix_authorization_codes_authorization_id ON authorization_codes (authorization_id);

CREATE INDEX ix_authorization_codes_user_pool_id ON authorization_codes (user_pool_id);

CREATE TABLE authorizations (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	app_id VARCHAR NOT NULL, 
	session_id VARCHAR, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id, user_pool_id)
);

CREATE INDEX authorizations_of_user ON authorizations (user_pool_id, user_id);

CREATE INDEX ix_authorizations_session_id ON authorizations (session_id);

CREATE TABLE captchas (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);

CREATE TABLE carrier_tokens (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	token VARCHAR NOT NULL, 
	access_token VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	phone_country_code VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, token, access_token)
);

CREATE TABLE connections (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	fields JSON NOT NULL, 
	identities JSON NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, id)
);

CREATE TABLE consents (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	app_id VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, user_id, app_id, scope)
);

CREATE TABLE custom_fields (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	key VARCHAR NOT NULL, 
	label VARCHAR NOT NULL, 
	data_type VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, key)
);

CREATE TABLE device_codes (
	seq SERIAL NOT NULL, 
	device_code VARCHAR NOT NULL, 
	user_code VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	app_id VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	user_id VARCHAR, 
	session_id VARCHAR, 
	denied BOOLEAN NOT NULL, 
	auth_time BIGINT, 
	polled_at BIGINT, 
	expires_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (device_code, user_pool_id)
);

CREATE INDEX ix_device_codes_user_code ON device_codes (user_code);

CREATE INDEX ix_device_codes_user_pool_id ON device_codes (user_pool_id);

CREATE TABLE directory_users (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	username VARCHAR NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	profile JSON NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, username)
);

CREATE TABLE faults (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	user_pool_id VARCHAR, 
	operation VARCHAR, 
	method VARCHAR, 
	path VARCHAR, 
	match JSON NOT NULL, 
	error JSON NOT NULL, 
	delay_ms INTEGER NOT NULL, 
	disconnect BOOLEAN NOT NULL, 
	cut_body BOOLEAN NOT NULL, 
	skip INTEGER NOT NULL, 
	times INTEGER NOT NULL, 
	probability FLOAT NOT NULL, 
	rand_seed BIGINT NOT NULL, 
	seen INTEGER NOT NULL, 
	hits INTEGER NOT NULL, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);

CREATE TABLE generations (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	public_id VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	touched_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);

CREATE INDEX ix_generations_public_id ON generations (public_id);

CREATE TABLE grants (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	target_type VARCHAR NOT NULL, 
	target VARCHAR NOT NULL, 
	namespace VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	actions JSON NOT NULL, 
	PRIMARY KEY (seq)
);

CREATE INDEX grants_of_target ON grants (user_pool_id, target_type, target);

CREATE TABLE group_members (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	group_code VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, user_id, group_code)
);

CREATE TABLE groups (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	description VARCHAR, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, code)
);

CREATE TABLE interactions (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	app_id VARCHAR NOT NULL, 
	params JSON NOT NULL, 
	session_id VARCHAR, 
	consented BOOLEAN NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id, user_pool_id)
);

CREATE INDEX ix_interactions_user_pool_id ON interactions (user_pool_id);

CREATE TABLE journal (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	user_pool_id VARCHAR, 
	app_id VARCHAR, 
	operation VARCHAR, 
	method VARCHAR NOT NULL, 
	status INTEGER NOT NULL, 
	code VARCHAR, 
	crash BOOLEAN NOT NULL, 
	duration_us INTEGER NOT NULL, 
	fault_id VARCHAR, 
	nearest VARCHAR, 
	remark VARCHAR, 
	size INTEGER NOT NULL, 
	path VARCHAR NOT NULL, 
	query VARCHAR NOT NULL, 
	request_headers BYTEA NOT NULL, 
	response_headers BYTEA NOT NULL, 
	request_body BYTEA NOT NULL, 
	response_body BYTEA NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);

CREATE INDEX journal_of_pool ON journal (user_pool_id, seq);

CREATE TABLE messages (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	recipient VARCHAR NOT NULL, 
	typed VARCHAR NOT NULL, 
	phone_country_code VARCHAR, 
	scene VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	subject VARCHAR, 
	body VARCHAR NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	used_at BIGINT, 
	PRIMARY KEY (seq), 
	UNIQUE (id, user_pool_id)
);

CREATE INDEX messages_of_pool ON messages (user_pool_id, seq);

CREATE INDEX messages_of_recipient ON messages (recipient, user_pool_id, seq);

CREATE INDEX messages_of_typed ON messages (typed);

CREATE TABLE namespaces (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR, 
	description VARCHAR, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, code)
);

CREATE TABLE org_members (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	node_id VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, user_id, node_id)
);

CREATE TABLE org_nodes (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	parent_id VARCHAR, 
	name VARCHAR NOT NULL, 
	description VARCHAR, 
	code VARCHAR, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, id)
);

CREATE TABLE orgs (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	root_node_id VARCHAR NOT NULL, 
	logo VARCHAR, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, id)
);

CREATE TABLE passcodes (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	scene VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	wrong_tries INTEGER NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	used_at BIGINT, 
	PRIMARY KEY (seq), 
	UNIQUE (id, user_pool_id)
);

CREATE INDEX passcodes_of_address ON passcodes (user_pool_id, address);

CREATE TABLE refresh_tokens (
	seq SERIAL NOT NULL, 
	authorization_id VARCHAR NOT NULL, 
	token VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	app_id VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	got_with_secret BOOLEAN NOT NULL, 
	auth_time BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (authorization_id, user_pool_id)
);

CREATE INDEX ix_refresh_tokens_user_pool_id ON refresh_tokens (user_pool_id);

CREATE TABLE resources (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	namespace VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	description VARCHAR, 
	actions JSON NOT NULL, 
	api_identifier VARCHAR, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, namespace, code)
);

CREATE TABLE role_members (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	role_id VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, user_id, role_id)
);

CREATE TABLE roles (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	namespace VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	description VARCHAR, 
	parent_code VARCHAR, 
	is_system BOOLEAN NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, namespace, code)
);

CREATE TABLE sessions (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	app_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	authorization_id VARCHAR, 
	cookie VARCHAR, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id, user_pool_id), 
	UNIQUE (cookie, user_pool_id)
);

CREATE INDEX sessions_of_authorization ON sessions (authorization_id);

CREATE INDEX sessions_of_user ON sessions (user_pool_id, user_id);

CREATE TABLE snapshot_parts (
	seq SERIAL NOT NULL, 
	image VARCHAR NOT NULL, 
	content BYTEA NOT NULL, 
	PRIMARY KEY (seq)
);

CREATE INDEX parts_of_image ON snapshot_parts (image, seq);

CREATE TABLE snapshots (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	image VARCHAR NOT NULL, 
	size BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, name)
);

CREATE INDEX ix_snapshots_image ON snapshots (image);

CREATE TABLE tickets (
	seq SERIAL NOT NULL, 
	token VARCHAR NOT NULL, 
	purpose VARCHAR NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	expires_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (token, user_pool_id)
);

CREATE INDEX tickets_of_user ON tickets (user_pool_id, user_id);

CREATE TABLE uploads (
	seq SERIAL NOT NULL, 
	key VARCHAR NOT NULL, 
	user_pool_id VARCHAR, 
	content_type VARCHAR NOT NULL, 
	content BYTEA NOT NULL, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (key, user_pool_id)
);

CREATE INDEX ix_uploads_user_pool_id ON uploads (user_pool_id);

CREATE TABLE user_pools (
	seq SERIAL NOT NULL, 
	id VARCHAR NOT NULL, 
	public_id VARCHAR NOT NULL, 
	generations INTEGER NOT NULL, 
	secret VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	identifier VARCHAR NOT NULL, 
	settings JSON NOT NULL, 
	clock_offset_ms BIGINT NOT NULL, 
	clock_frozen_ms BIGINT, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id), 
	UNIQUE (public_id)
);

CREATE TABLE users (
	seq SERIAL NOT NULL, 
	user_pool_id VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	username VARCHAR, 
	email VARCHAR, 
	email_verified BOOLEAN NOT NULL, 
	phone VARCHAR, 
	phone_country_code VARCHAR, 
	phone_verified BOOLEAN NOT NULL, 
	password_hash VARCHAR, 
	password_security_level INTEGER, 
	reset_password_on_first_login BOOLEAN NOT NULL, 
	blocked BOOLEAN NOT NULL, 
	status VARCHAR NOT NULL, 
	external_id VARCHAR, 
	unionid VARCHAR, 
	openid VARCHAR, 
	nickname VARCHAR, 
	name VARCHAR, 
	given_name VARCHAR, 
	family_name VARCHAR, 
	middle_name VARCHAR, 
	profile VARCHAR, 
	preferred_username VARCHAR, 
	website VARCHAR, 
	photo VARCHAR, 
	gender VARCHAR NOT NULL, 
	birthdate VARCHAR, 
	zoneinfo VARCHAR, 
	locale VARCHAR, 
	company VARCHAR, 
	browser VARCHAR, 
	device VARCHAR, 
	address VARCHAR, 
	formatted VARCHAR, 
	street_address VARCHAR, 
	locality VARCHAR, 
	region VARCHAR, 
	postal_code VARCHAR, 
	city VARCHAR, 
	province VARCHAR, 
	country VARCHAR, 
	register_source JSON NOT NULL, 
	custom_data JSON NOT NULL, 
	mfa JSON NOT NULL, 
	logins_count INTEGER NOT NULL, 
	last_login BIGINT, 
	last_ip VARCHAR, 
	signed_up BIGINT, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (user_pool_id, id), 
	UNIQUE (user_pool_id, username), 
	UNIQUE (user_pool_id, email), 
	UNIQUE (user_pool_id, phone, phone_country_code), 
	UNIQUE (user_pool_id, external_id)
);

CREATE INDEX users_of_pool ON users (user_pool_id, seq);

