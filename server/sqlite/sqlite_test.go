package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"placard/server"
	"placard/server/sqlite"
	"placard/server/storetest"
)

var adapter = storetest.Adapter{Open: func(dir string) (server.Store, error) {
	s, err := sqlite.Open(context.Background(), filepath.Join(dir, "placard.db"))
	if err != nil {
		return nil, err
	}
	return s, nil
}}

func TestMain(m *testing.M) {
	storetest.Main(adapter)
	os.Exit(m.Run())
}

func TestContract(t *testing.T) { storetest.Run(t, adapter) }
