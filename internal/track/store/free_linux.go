package store

import "syscall"

// freeBytes is how much a user may still write on the disk of name.
func freeBytes(name string) (uint64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(name, &st); err != nil {
		return 0, err
	}
	return st.Bavail * uint64(st.Bsize), nil
}
