"""Discord: messages to Components V2, app commands, the gateway and the install link."""
