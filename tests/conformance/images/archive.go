package images

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Image is a container image with nothing in it but a few static programs.
type Image struct {
	// Reference is the full name with its tag.
	Reference string
	// Programs are the files that the image holds, as folder on this host: all go to /usr/local/bin.
	Programs []string
	// BindLowPorts gives the programs cap_net_bind_service=+ep, as the official kube-apiserver image has it.
	BindLowPorts bool
}

// WriteArchive writes images as `docker save` would, for `ctr images import`. The same programs
// give the same bytes.
func WriteArchive(target io.Writer, images []Image) error {
	archive := tar.NewWriter(target)
	var manifest []any
	written := map[string]bool{}
	for _, image := range images {
		layer, err := image.layer()
		if err != nil {
			return err
		}
		digest := sum(layer)
		config, err := json.Marshal(image.configuration(digest))
		if err != nil {
			return err
		}
		layerName, configName := digest+".tar", sum(config)+".json"
		for _, file := range []struct {
			name    string
			content []byte
		}{{layerName, layer}, {configName, config}} {
			if written[file.name] {
				continue
			}
			written[file.name] = true
			if err := add(archive, &tar.Header{Name: file.name, Mode: 0o644}, file.content); err != nil {
				return err
			}
		}
		manifest = append(manifest, map[string]any{"Config": configName, "RepoTags": []string{image.Reference}, "Layers": []string{layerName}})
	}
	content, err := json.Marshal(manifest)
	if err != nil {
		return err
	}
	if err := add(archive, &tar.Header{Name: "manifest.json", Mode: 0o644}, content); err != nil {
		return err
	}
	return archive.Close()
}

// format is part of the name of the cached images; raise it with every change to this file.
const format = 3

// configuration makes the first program the one that runs where a pod names none, as the sandbox does.
func (image Image) configuration(layer string) map[string]any {
	return map[string]any{
		"architecture": "amd64", "os": "linux",
		"config": map[string]any{"Entrypoint": []string{path.Join("/usr/local/bin", filepath.Base(image.Programs[0]))}, "Env": []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}},
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{"sha256:" + layer}},
	}
}

func (image Image) layer() ([]byte, error) {
	var buffer bytes.Buffer
	layer := tar.NewWriter(&buffer)
	for _, folder := range []string{"usr/", "usr/local/", "usr/local/bin/"} {
		if err := add(layer, &tar.Header{Name: folder, Mode: 0o755, Typeflag: tar.TypeDir}, nil); err != nil {
			return nil, err
		}
	}
	programs := slices.Clone(image.Programs)
	slices.Sort(programs)
	for _, program := range programs {
		content, err := os.ReadFile(program)
		if err != nil {
			return nil, err
		}
		header := &tar.Header{Name: path.Join("usr/local/bin", filepath.Base(program)), Mode: 0o755}
		if image.BindLowPorts {
			header.PAXRecords = map[string]string{"SCHILY.xattr.security.capability": bindLowPorts}
		}
		if err := add(layer, header, content); err != nil {
			return nil, err
		}
	}
	err := layer.Close()
	return buffer.Bytes(), err
}

// bindLowPorts is the kernel's struct vfs_cap_data for cap_net_bind_service=+ep: revision 2 with the
// effective bit, permitted 1<<10, nothing inheritable, nothing in the upper words; little-endian.
var bindLowPorts = "\x01\x00\x00\x02" + "\x00\x04\x00\x00" + strings.Repeat("\x00", 12)

func add(archive *tar.Writer, header *tar.Header, content []byte) error {
	header.Format, header.Size = tar.FormatPAX, int64(len(content))
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err := archive.Write(content)
	return err
}

func sum(content []byte) string {
	digest := sha256.Sum256(content)
	return hex.EncodeToString(digest[:])
}
