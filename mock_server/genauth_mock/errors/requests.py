"""What is wrong with a request, whatever it asks for; quotas; and the classes of API v3."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

# Requests. The texts are this mock's own: the service's are not documented
INVALID_PARAMETER = _entry("INVALID_PARAMETER", 400,
    "请求参数 {field} 不合法：{detail}", "Parameter {field} is not valid: {detail}", 400, "guess",
    by_face={"v3": {"zh": "参数 {field} 格式错误", "en": "The format of parameter {field} is wrong", "source": "client"}})
BODY_NOT_JSON = _entry("BODY_NOT_JSON", 400,
    "请求体不是合法的 JSON", "The request body is not valid JSON", 400, "guess")
BODY_NOT_OBJECT = _entry("BODY_NOT_OBJECT", 400,
    "请求体必须是一个 JSON 对象", "The request body must be a JSON object", 400, "guess")
BODY_TOO_LARGE = _entry("BODY_TOO_LARGE", 413, "请求体过大", "Request body too large", 413, "guess", http=413)
NOT_FOUND = _entry("NOT_FOUND", 404, "没有 {method} {path} 这个接口，最接近的已知接口是：{nearest}",
    "There is no {method} {path}. The nearest known operation: {nearest}", 404, "guess", http=404)
METHOD_NOT_ALLOWED = _entry("METHOD_NOT_ALLOWED", 405,
    "此接口不支持该请求方法", "This path does not take that method", 405, "guess", http=405)
WEBSOCKET_NEEDED = _entry("WEBSOCKET_NEEDED", 426, "此接口是 WebSocket，请用 ws:// 或 wss:// 连接，URL 不超过 8000 字节",
    "This path is a WebSocket: connect to it by ws:// or wss://, with a URL of 8000 bytes at most", 426, "guess", http=426)
NOT_IMPLEMENTED = _entry("NOT_IMPLEMENTED", 501, "本模拟服务知道 {operation}（{method} {path}），但尚未实现",
    "This mock knows {operation} ({method} {path}) and has not built it", 501, "guess", http=501)
INTERNAL = _entry("INTERNAL", 500, "模拟服务自身出错（{what}）：这不是应用的问题，详情见服务器日志",
    "genauth-mock itself has failed ({what}): this is not the app's fault, and the server's log has the traceback",
    500, "guess", "server_error", http=500)
DATABASE_AWAY = _entry("DATABASE_AWAY", 503, "模拟服务的数据库没有响应，恢复后请重试",
    "The mock's database does not answer; try again once it is back", 503, "guess", "temporarily_unavailable", http=503)
UPLOAD_MISSING = _entry("UPLOAD_MISSING", 400, "没有上传文件", "No file was uploaded", 400, "guess")
UPLOAD_NOT_AN_IMAGE = _entry("UPLOAD_NOT_AN_IMAGE", 400,
    "上传的文件不是图片", "The uploaded file is not an image", 400, "guess")
UPLOAD_TOO_LARGE = _entry("UPLOAD_TOO_LARGE", 413, "上传的文件过大", "The uploaded file is too large", 413, "guess", http=413)
UDF_WRONG_TYPE = _entry("UDF_WRONG_TYPE", 400,
    "自定义字段 {field} 的值必须是 {type} 类型", "Custom field {field} takes {type}", 400, "guess")
CONTROL_CHARACTERS = _entry("CONTROL_CHARACTERS", 400,
    "{field} 不能含有控制字符", "{field} must not hold control characters", 400, "guess")
UDF_UNDEFINED = _entry("UDF_UNDEFINED", 400,
    "自定义字段 {field} 未定义", "Custom field {field} is not defined", 400, "guess")
PARAMETERS_INCOMPLETE = _entry("PARAMETERS_INCOMPLETE", 2231,
    "请求参数不全", "Incomplete request parameters!", 400, "docs")

# The service
SYSTEM_BUSY = _entry("SYSTEM_BUSY", 1000,
    "系统繁忙，请稍后再试", "The system is busy, please try again later", 503, "docs")
MONTHLY_LOGINS_USED_UP = _entry("MONTHLY_LOGINS_USED_UP", 2002,
    "月登录限额已用完", "Monthly login quota exceeded. Contact sales for upgrade.", 429, "docs")
SEATS_FULL = _entry("SEATS_FULL", 2040,
    "人头数目限制已满", "The limit on the number of users has been reached", 403, "docs")
METERING_ERROR = _entry("METERING_ERROR", 4021, "计量计费错误", "Metering and billing error", 499, "docs")
METERING_REFUSED_1 = _entry("METERING_REFUSED_1", 3720001,
    "计量计费限制", "Refused by metering and billing", 499, "client")
METERING_REFUSED_2 = _entry("METERING_REFUSED_2", 3720002,
    "计量计费限制", "Refused by metering and billing", 499, "client")
METERING_REFUSED_3 = _entry("METERING_REFUSED_3", 3720003,
    "计量计费限制", "Refused by metering and billing", 499, "client")

# The classes of v3: a `statusCode` alone, without an `apiCode`
V3_INVALID_ARGUMENT = _entry("V3_INVALID_ARGUMENT", 400,
    "请求参数格式错误", "The format of the request parameters is wrong", 400, "docs")
V3_UNAUTHORIZED = _entry("V3_UNAUTHORIZED", 401, "用户未登录", "The user is not logged in", 401, "docs")
V3_PAYMENT_NEEDED = _entry("V3_PAYMENT_NEEDED", 402,
    "此接口需要升级套餐之后使用", "This interface needs an upgraded plan", 402, "docs")
V3_FORBIDDEN = _entry("V3_FORBIDDEN", 403, "没有权限执行此操作", "No permission to perform this operation", 403, "docs")
V3_NOT_FOUND = _entry("V3_NOT_FOUND", 404, "找不到资源", "The resource was not found", 404, "docs")
V3_CONFLICT = _entry("V3_CONFLICT", 409,
    "要创建的资源和已有资源存在字段冲突", "A field of the new resource conflicts with an existing one", 409, "docs")
V3_PAYLOAD_TOO_LARGE = _entry("V3_PAYLOAD_TOO_LARGE", 413, "请求体过大", "Request body too large", 413, "docs")
V3_INVALID_OPERATION = _entry("V3_INVALID_OPERATION", 422, "非法操作：参数格式正确，但不符合业务限制",
    "Illegal operation: the parameters are well-formed but break a business rule", 422, "docs")
V3_THROTTLE = _entry("V3_THROTTLE", 429, "您的请求已超过最大数量限制，请稍后重试",
    "Your requests have exceeded the maximum number, please try again later", 429, "docs", http=429)
V3_CLIENT_ERROR = _entry("V3_CLIENT_ERROR", 499, "客户端异常", "Client error", 499, "docs")
V3_SERVER_ERROR = _entry("V3_SERVER_ERROR", 500, "服务端异常", "Server error", 500, "docs")
V3_UNSUPPORTED_OPERATION = _entry("V3_UNSUPPORTED_OPERATION", 501,
    "服务器不支持此操作", "The server does not support this operation", 501, "docs")
V3_BAD_GATEWAY = _entry("V3_BAD_GATEWAY", 502, "微服务调用出错", "A call to a microservice failed", 502, "docs")
V3_SERVICE_UNAVAILABLE = _entry("V3_SERVICE_UNAVAILABLE", 503,
    "服务维护中", "The service is under maintenance", 503, "docs")
V3_ENDPOINT_REQUEST = _entry("V3_ENDPOINT_REQUEST", 601,
    "请求第三方端点失败", "The request to a third-party endpoint failed", 601, "docs")
V3_ENDPOINT_RESPONSE = _entry("V3_ENDPOINT_RESPONSE", 602,
    "第三方端点返回了错误", "A third-party endpoint answered with an error", 602, "docs")
V3_CUSTOM_CODE = _entry("V3_CUSTOM_CODE", 603, "自定义代码出错", "Custom code failed", 603, "docs")

# fmt: on
