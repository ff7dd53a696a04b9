// What the settings of a user pool are called and do, by their path in the settings. What is not here is shown by its path.

/** @typedef {readonly [english: string, chinese: string]} Pair */
/**
 * `none` is what no value means, `options` says what a value means, `seconds` that it is a length of time.
 * @typedef {{label: Pair, text: Pair, none?: Pair, options?: Record<string, Pair>, seconds?: true}} SettingText
 */

/**
 * The groups in their order, each with the settings that it holds, or all that begin with `name.`
 * @type {{title: Pair, of: string[]}[]}
 */
export const GROUPS = [
  { title: ['Limits', '频率限制'], of: ['limits'] },
  { title: ['Verification codes', '验证码'], of: ['verificationCode.'] },
  { title: ['Mails and SMS', '邮件与短信'], of: ['language'] },
  { title: ['Registration and passwords', '注册与密码'], of: ['registerDisabled', 'passwordStrength', 'emailVerifiedRequired'] },
  { title: ['Lock-out', '登录锁定'], of: ['lockout.'] },
  { title: ['Multi-factor authentication', '多因素认证（MFA）'], of: ['mfa.'] },
  { title: ['Tokens', '令牌'], of: ['tokens.'] },
  { title: ['OpenID Connect and the login page', 'OpenID Connect 与登录页'], of: ['oidc.'] },
]

/** @type {Record<string, SettingText>} */
export const SETTINGS = {
  'limits': {
    label: ['Rate limits and captcha', '频率限制与图形验证码'],
    text: [
      'As documented: one code a minute for an address and scene (2080); a captcha after three wrong logins in five minutes from one client address (2000); three registrations in five minutes from one client address (2100); slow_down for a device that polls too fast.',
      '按文档限制时：同一地址、同一场景每分钟只能发送一个验证码（2080）；同一客户端地址 5 分钟内密码登录错误 3 次后需要图形验证码（2000）；同一客户端地址 5 分钟内最多注册 3 次（2100）；设备轮询过快返回 slow_down。',
    ],
    options: { off: ['Off', '不限制'], documented: ['As documented', '按文档限制'] },
  },
  'verificationCode.length': {
    label: ['Length', '验证码长度'],
    text: ['How many digits a code has. Apps read it from the public configuration (verifyCodeLength).', '验证码的位数，应用可从公共配置得知（verifyCodeLength）。'],
  },
  'verificationCode.fixed': {
    label: ['Fixed code', '固定验证码'],
    text: ['Every code that is sent is this one, which is handy for UI tests. Test accounts (name+code1234@…, 1990001CCCC) keep their own codes.', '发送的每个验证码都是这一个，便于界面测试。测试账号（name+code1234@…、1990001CCCC）仍使用各自的验证码。'],
    none: ['Random', '随机'],
  },
  'verificationCode.ttlSeconds': {
    label: ['Valid for', '有效期'],
    text: ['A code expires after this many seconds of the pool’s clock (2001).', '按用户池时钟计算，超过该秒数后验证码过期（2001）。'],
    seconds: true,
  },
  'verificationCode.maxAttempts': {
    label: ['Wrong tries', '最多错误次数'],
    text: ['After this many wrong tries all codes of the address stop working, and the right one is refused as well (2001).', '错误达到该次数后，该地址已有的验证码全部作废，正确的验证码也会被拒绝（2001）。'],
    none: ['Unlimited', '不限'],
  },
  'verificationCode.sceneBound': {
    label: ['Only for its own scene', '仅限发送时的场景'],
    text: ['A code works only for the purpose that it was sent for: a login code cannot reset a password (2001). When off, any code of the address works. How GenAuth behaves is not documented; this is a guess.', '验证码只能用于发送时的场景，例如登录验证码不能用于重置密码（2001）。关闭时，该地址的任意验证码均有效。真实服务的行为没有文档，此为推测。'],
  },
  'verificationCode.latestOnly': {
    label: ['Only the latest counts', '仅最新的有效'],
    text: ['A new code makes the earlier codes of the address invalid (2001). When off, earlier codes work until they expire. How GenAuth behaves is not documented; this is a guess.', '发送新验证码后，该地址之前的验证码作废（2001）。关闭时，之前的验证码在过期前仍有效。真实服务的行为没有文档，此为推测。'],
  },
  'language': {
    label: ['Language', '语言'],
    text: ['The language of the mails and SMS that are sent. As the client asks: English where it says so (x-authing-lang: en-US), else Chinese.', '所发邮件与短信的语言。跟随客户端时，请求头 x-authing-lang 为 en-US 则用英文，否则用中文。'],
    options: { zh: ['Chinese', '中文'], en: ['English', '英文'], client: ['as the client asks', '跟随客户端'] },
  },
  'registerDisabled': {
    label: ['No registration', '禁止注册'],
    text: ['Sign-up is refused (2031). Users can then only be created here or with the control API.', '拒绝注册（2031）；此时只能在控制台或通过控制 API 创建用户。'],
  },
  'passwordStrength': {
    label: ['Password strength', '密码强度'],
    text: ['What a new password must contain; others are refused (2029). An empty password is always refused (2032). Existing passwords do not change.', '新密码必须满足的要求，否则拒绝（2029）；空密码始终拒绝（2032）。已有密码不受影响。'],
    options: {
      0: ['0: any password', '0：不限'],
      1: ['1: 6 characters', '1：至少 6 位'],
      2: ['2: and two kinds of letters, digits, symbols', '2：且含英文、数字、符号中的两种'],
      3: ['3: and all three kinds', '3：且三种都含'],
    },
  },
  'emailVerifiedRequired': {
    label: ['E-mail must be verified', '邮箱必须已验证'],
    text: ['A user whose e-mail address is not verified cannot log in with a password (2042).', '邮箱未验证的用户不能用密码登录（2042）。'],
  },
  'lockout.attempts': {
    label: ['Wrong passwords', '密码错误次数'],
    text: ['After this many wrong passwords in a row the user is locked, and the right password is refused as well (2057). A successful login before that resets the count.', '连续错误达到该次数后锁定用户，正确的密码也会被拒绝（2057）；在此之前登录成功则重新计数。'],
    none: ['Never', '不锁定'],
  },
  'lockout.seconds': {
    label: ['Locked for', '锁定时长'],
    text: ['The user is unlocked this many seconds of the pool’s clock after the last wrong password.', '按用户池时钟计算，最后一次密码错误后经过该秒数自动解锁。'],
    seconds: true,
  },
  'mfa.policies': {
    label: ['Second factors', '认证方式'],
    text: ['With at least one selected, every login needs a second step (1636 with an mfaToken). With none, only users who have bound a factor are asked. An application’s own policies take precedence.', '至少选一种时，每次登录都需要第二步认证（1636，附带 mfaToken）。都不选时，仅对已绑定认证器的用户要求。应用自身的策略优先。'],
    options: { SMS: ['SMS code', '短信验证码'], EMAIL: ['E-mail code', '邮箱验证码'], OTP: ['One-time password (OTP)', '一次性口令（OTP）'], FACE: ['Face', '人脸识别'] },
  },
  'tokens.tokenTtlSeconds': {
    label: ['Login token', '登录令牌（token）'],
    text: ['How many seconds the token of a login is valid. After that the user counts as not logged in (2020).', '登录所得 token 的有效秒数；之后视为未登录（2020）。'],
    seconds: true,
  },
  'tokens.idTokenTtlSeconds': {
    label: ['id_token', 'id_token'],
    text: ['How many seconds an id_token is valid.', 'id_token 的有效秒数。'],
    seconds: true,
  },
  'tokens.accessTokenTtlSeconds': {
    label: ['access_token', 'access_token'],
    text: ['How many seconds an access_token is valid. Apps receive this as expires_in.', 'access_token 的有效秒数，以 expires_in 告知应用。'],
    seconds: true,
  },
  'tokens.refreshTokenTtlSeconds': {
    label: ['refresh_token', 'refresh_token'],
    text: ['How many seconds a refresh_token can be used. After that the answer is invalid_grant.', 'refresh_token 可用的秒数；之后返回 invalid_grant。'],
    seconds: true,
  },
  'tokens.rotateRefreshTokens': {
    label: ['A refresh token works once', 'refresh_token 仅用一次'],
    text: ['Each use returns a new one. Using an old one again revokes all tokens of that login (invalid_grant). When off, the same one works until it expires.', '每次使用都换发新的；再次使用旧的会使该次登录的全部令牌失效（invalid_grant）。关闭时，同一个在过期前可反复使用。'],
  },
  'tokens.idTokenAlg': {
    label: ['Signature of id_tokens', 'id_token 签名算法'],
    text: ['What signs the id_tokens of OpenID Connect: the application’s secret, or the server’s key, which is published in the JWKS.', 'OpenID Connect 的 id_token 用什么签名：应用密钥，或服务器私钥（公钥见 JWKS）。'],
    options: { HS256: ['HS256: the application’s secret', 'HS256：应用密钥'], RS256: ['RS256: the server’s key', 'RS256：服务器密钥'] },
  },
  'oidc.consent': {
    label: ['Consent', '授权确认'],
    text: ['Whether the login page asks the user to approve what an application wants to access. If the user refuses, the app receives access_denied.', '登录页是否要求用户确认应用请求的权限；用户拒绝时返回 access_denied。'],
    options: { never: ['Never ask', '不询问'], ask: ['Ask once per application', '每个应用询问一次'] },
  },
  'oidc.autoLogin': {
    label: ['Automatic login', '免页面自动登录'],
    text: ['User name, e-mail address or phone number of the user who is logged in as soon as an app opens the login page. If no such user exists, the app receives login_required.', '应用打开登录页时自动登录的用户（用户名、邮箱或手机号）。若无此用户，返回 login_required。'],
    none: ['Nobody', '无'],
  },
  'oidc.redirects': {
    label: ['Redirect URIs', '回调地址'],
    text: ['Which redirect URIs are accepted for login and logout. Any other leads to an error page instead of back to the app.', '登录与登出时接受哪些回调地址；其他地址只会看到错误页，不会跳转回应用。'],
    options: {
      registered: ['the application’s own', '仅应用已登记的'],
      loopback: ['also any on this machine', '另加任意本机地址'],
      any: ['any at all', '任意地址'],
    },
  },
  'oidc.endSessionRevokesTokens': {
    label: ['Logging out ends the tokens', '登出时令牌失效'],
    text: ['/oidc/session/end also revokes the tokens that were issued in that session. When off, they stay valid until they expire.', '/oidc/session/end 同时使该会话中发放的令牌失效。关闭时，令牌在过期前仍有效。'],
  },
  'oidc.showCodes': {
    label: ['The login page shows codes', '登录页显示验证码'],
    text: ['The login page shows the code that it has just sent, with a button to fill it in. When off, the code is only in the outbox.', '登录页显示刚发送的验证码，并可一键填入。关闭时，只能在发件箱中查看。'],
  },
  'strict': {
    label: ['Strict requests', '严格模式'],
    text: ['A request with an unknown field is refused, and the answer names the field (400). When off, unknown fields are ignored.', '请求中含有接口未知的参数时拒绝，并指出该参数（400）。关闭时忽略。'],
  },
  'journalSize': {
    label: ['Recorded requests', '请求记录条数'],
    text: ['How many of this pool’s newest requests are recorded. 0 records none.', '保留该用户池最近多少个请求；0 表示不保留。'],
  },
}
