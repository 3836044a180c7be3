"""Slack: messages to Block Kit, Socket Mode, the Web API and the app's manifest."""
