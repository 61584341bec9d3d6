import { describe, expect, test } from 'vitest';
import { isSpelledAlike, nearMisses } from '../../src/doctor/near-misses.ts';

describe('a name that may be meant', () => {
  test.each([
    ['another case', 'project_created', 'Project_Created'],
    ['spaces around it', 'project_created', ' project_created '],
    ['another separator', 'project_created', 'project-created'],
    ['camel case', 'project_created', 'projectCreated'],
    ['another order', 'project_created', 'created_project'],
    ['a plural', 'project_created', 'projects_created'],
    ['letters swapped', 'project_created', 'porject_created'],
    ['a letter missing', 'occurred_at', 'occured_at'],
    ['a part of it', 'signed_up_at', 'signed_up'],
    ['more than it', 'created', 'account_created'],
    ['another script', 'проект_создан', 'Проект Создан'],
  ])('%s', (_, name, candidate) => {
    expect(nearMisses(name, ['unrelated_thing', candidate])).toEqual([candidate]);
  });

  test.each([
    ['id', 'user_id'],
    ['id', 'ip'],
    ['project_created', 'invoice_created'],
    ['project_created', 'project_archived_by_admin'],
  ])('%s is not %s', (name, candidate) => {
    expect(nearMisses(name, [candidate])).toEqual([]);
  });

  test('the likeliest come first, and three at most', () => {
    expect(
      nearMisses('project_created', [
        'project_create',
        'created_project',
        'PROJECT CREATED',
        'project_createdd',
      ]),
    ).toEqual(['PROJECT CREATED', 'created_project', 'project_create']);
  });
});

test('only case, separators and surrounding spaces make names spelled alike', () => {
  expect(isSpelledAlike('project_created', ' Project-Created')).toBe(true);
  expect(isSpelledAlike('project_created', 'projects_created')).toBe(false);
});
