return {
	message = "Welcome to the sample world.",
	motdOnLogin = true,
}
