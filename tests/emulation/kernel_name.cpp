#include "kernel_name.hpp"

#include <cxxabi.h>
#include <elf.h>
#include <link.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <vector>

namespace faltung::emulation {
namespace {

std::uintptr_t program_base() {
  std::uintptr_t base = 0;
  // The first object reported is the program itself.
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* result) {
        *static_cast<std::uintptr_t*>(result) = info->dlpi_addr;
        return 1;
      },
      &base);
  return base;
}

std::map<std::uintptr_t, std::string> read_symbols() {
  std::map<std::uintptr_t, std::string> symbols;
  std::ifstream file("/proc/self/exe", std::ios::binary);
  const auto read = [&](auto* to, std::size_t count, std::size_t offset) {
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(reinterpret_cast<char*>(to), static_cast<std::streamsize>(count * sizeof(*to)));
    return static_cast<bool>(file);
  };
  ElfW(Ehdr) header;
  if (!read(&header, 1, 0)) return symbols;
  std::vector<ElfW(Shdr)> sections(header.e_shnum);
  if (!read(sections.data(), sections.size(), header.e_shoff)) return symbols;
  for (const auto& section : sections) {
    if (section.sh_type != SHT_SYMTAB || section.sh_link >= sections.size()) continue;
    const auto& strings = sections[section.sh_link];
    std::vector<ElfW(Sym)> entries(section.sh_size / sizeof(ElfW(Sym)));
    std::vector<char> names(strings.sh_size);
    if (!read(entries.data(), entries.size(), section.sh_offset) ||
        !read(names.data(), names.size(), strings.sh_offset)) {
      return symbols;
    }
    const std::uintptr_t base = program_base();
    for (const auto& entry : entries) {
      if ((entry.st_info & 0xf) == STT_FUNC && entry.st_value != 0 && entry.st_name < names.size()) {
        symbols.emplace(base + entry.st_value, names.data() + entry.st_name);
      }
    }
  }
  return symbols;
}

}  // namespace

std::string kernel_symbol(const void* kernel) {
  static const std::map<std::uintptr_t, std::string> symbols = read_symbols();
  const auto found = symbols.find(reinterpret_cast<std::uintptr_t>(kernel));
  return found == symbols.end() ? "kernel" : found->second;
}

std::string kernel_name(const void* kernel) {
  const std::string symbol = kernel_symbol(kernel);
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> readable(
      abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? readable.get() : symbol;
}

}  // namespace faltung::emulation
