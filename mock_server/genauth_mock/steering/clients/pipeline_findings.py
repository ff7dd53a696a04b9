"""What is said of pipelines that were passed over: in English and Chinese, and what to do."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str, str]] = {
    "pipeline_failed": (
        "warning",
        "A pipeline was asked and passed over ({method} {path}), and the call went on without it: {subject}.",
        "调用 {method} {path} 时 pipeline 失败，已跳过，请求继续执行：{subject}。",
    ),
}

REMEDIES: dict[str, dict[str, tuple[str, tuple[str, str]]]] = {
    "pipeline_failed": {
        "": (
            "{{}}   # {note}",
            (
                'lets the call go on; {"error": "…"} refuses it, {"user": {…}} and {"claims": {…}} change it',
                '返回它即可放行；{"error": "…"} 拒绝请求，{"user": {…}} 和 {"claims": {…}} 修改结果',
            ),
        )
    },
}
