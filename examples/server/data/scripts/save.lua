return {
	announce = "The server is being saved.",
}
