-- How hunts go. Read when the server starts and by a reload of scripts.
return {
	experienceFactor = 1,
}
